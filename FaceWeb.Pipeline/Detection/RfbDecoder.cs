using FaceWeb.Pipeline.ModelPacks;
using FaceWeb.Pipeline.ModelPacks.Running;

namespace FaceWeb.Pipeline.Detection;

/// <summary>
/// Ultra-Light-Fast-Generic-Face-Detector (RFB): <c>scores</c> [1,n,2] (background, face) and <c>boxes</c> [1,n,4]
/// (left, top, right, bottom as shares of the input), priors already decoded by the network.
/// </summary>
internal sealed class RfbDecoder : IBoxDecoder
{
    private readonly ModelInput input;
    private readonly int scores;
    private readonly int boxes;

    public RfbDecoder(OnnxModel model)
    {
        input = model.Input;
        this.scores = OutputOf(model, 2);
        this.boxes = OutputOf(model, 4);
    }

    public void Decode(PictureOutputs outputs, float threshold, List<Candidate> found)
    {
        var scores = outputs[this.scores];
        var boxes = outputs[this.boxes];
        for (var i = 0; i < scores.Length / 2; i++)
        {
            var score = scores[2 * i + 1];
            if (score < threshold)
                continue;
            double left = boxes[4 * i] * input.Width, top = boxes[4 * i + 1] * input.Height;
            found.Add(new(new FaceBox(left, top, boxes[4 * i + 2] * input.Width - left, boxes[4 * i + 3] * input.Height - top), score));
        }
    }

    private static int OutputOf(OnnxModel model, int width)
    {
        for (var i = 0; i < model.OutputShapes.Count; i++)
        {
            if (model.OutputShapes[i] is [1, _, var last] && last == width)
                return i;
        }
        throw new ModelPackException(
            $"{model.Device.File} has no output of [1,n,{width}], as a detector of the family rfb must: name its right family in pack.json.");
    }
}
