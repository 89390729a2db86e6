using FaceWeb.Pipeline.Landmarks;
using FaceWeb.Pipeline.ModelPacks;
using FaceWeb.Pipeline.ModelPacks.Running;

namespace FaceWeb.Pipeline.Detection;

/// <summary>
/// SCRFD (Guo et al. 2021): for strides 8, 16 and 32 a score [n,1] and distances [n,4] (left, top, right, bottom, in strides) from the
/// cell's corner, and, where the file has them, five points [n,10] (offsets from there, in strides); two anchors a cell. Outputs are told apart by
/// their shapes, because exports name them differently.
/// </summary>
internal sealed class ScrfdDecoder : IBoxDecoder
{
    private const int Anchors = 2;
    private readonly List<(int Stride, int Columns, int Scores, int Distances, int Points)> levels = [];

    public ScrfdDecoder(OnnxModel model)
    {
        foreach (var stride in new[] { 8, 16, 32 })
        {
            int columns = model.Input.Width / stride, rows = model.Input.Height / stride;
            var cells = columns * rows * Anchors;
            levels.Add((stride, columns, Require(model, cells, 1), Require(model, cells, 4), OutputOf(model, cells, 10)));
        }
    }

    public void Decode(PictureOutputs outputs, float threshold, List<Candidate> found)
    {
        foreach (var (stride, columns, scoreOutput, distanceOutput, points) in levels)
        {
            var scores = outputs[scoreOutput];
            var distances = outputs[distanceOutput];
            for (var i = 0; i < scores.Length; i++)
            {
                if (scores[i] < threshold)
                    continue;
                var cell = i / Anchors;
                double x = cell % columns * stride, y = cell / columns * stride;
                double left = x - distances[4 * i] * stride, top = y - distances[4 * i + 1] * stride;
                double right = x + distances[4 * i + 2] * stride, bottom = y + distances[4 * i + 3] * stride;
                found.Add(new(new FaceBox(left, top, right - left, bottom - top), scores[i])
                {
                    KeyPoints = points < 0 ? null : PointsOf(outputs[points].Slice(10 * i, 10), x, y, stride),
                });
            }
        }
    }

    private static LandmarkPoint[] PointsOf(ReadOnlySpan<float> offsets, double x, double y, int stride)
    {
        var points = new LandmarkPoint[5];
        for (var k = 0; k < points.Length; k++)
            points[k] = new(x + (offsets[2 * k] * stride), y + (offsets[(2 * k) + 1] * stride));
        return points;
    }

    private static int Require(OnnxModel model, long rows, long width) => OutputOf(model, rows, width) is >= 0 and var found
        ? found
        : throw new ModelPackException($"{model.Device.File} has no output of {rows} x {width}, as a detector of the family scrfd must for that "
            + "input size: correct family or input in pack.json.");

    private static int OutputOf(OnnxModel model, long rows, long width)
    {
        for (var i = 0; i < model.OutputShapes.Count; i++)
        {
            var shape = model.OutputShapes[i];
            if (shape.Length >= 2 && shape[^1] == width && shape[^2] == rows)
                return i;
        }
        return -1;
    }
}
