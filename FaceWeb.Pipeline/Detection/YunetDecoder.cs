using FaceWeb.Pipeline.Landmarks;
using FaceWeb.Pipeline.ModelPacks;
using FaceWeb.Pipeline.ModelPacks.Running;

namespace FaceWeb.Pipeline.Detection;

/// <summary>
/// YuNet (Wu et al. 2023): for strides 8, 16 and 32 the outputs <c>cls_S</c>, <c>obj_S</c> and <c>bbox_S</c>, one row a cell.
/// Score = sqrt(cls * obj); centre = (column + dx, row + dy) * stride; size = exp(dw, dh) * stride. <c>kps_S</c>, where the file has it, holds
/// five points: (column + dx, row + dy) * stride each.
/// </summary>
internal sealed class YunetDecoder : IBoxDecoder
{
    private readonly List<(int Stride, int Columns, int Class, int Object, int Box, int Points)> levels = [];

    public YunetDecoder(OnnxModel model)
    {
        foreach (var stride in new[] { 8, 16, 32 })
            levels.Add((stride, model.Input.Width / stride, OutputOf(model, $"cls_{stride}"), OutputOf(model, $"obj_{stride}"),
                OutputOf(model, $"bbox_{stride}"), Array.IndexOf(model.OutputNames, $"kps_{stride}")));
    }

    public void Decode(PictureOutputs outputs, float threshold, List<Candidate> found)
    {
        foreach (var (stride, columns, cls, obj, box, points) in levels)
        {
            var classes = outputs[cls];
            var objects = outputs[obj];
            var boxes = outputs[box];
            for (var i = 0; i < classes.Length; i++)
            {
                var score = MathF.Sqrt(Math.Clamp(classes[i], 0, 1) * Math.Clamp(objects[i], 0, 1));
                if (score < threshold)
                    continue;
                double x = (i % columns + boxes[4 * i]) * stride, y = (i / columns + boxes[4 * i + 1]) * stride;
                double width = Math.Exp(boxes[4 * i + 2]) * stride, height = Math.Exp(boxes[4 * i + 3]) * stride;
                found.Add(new(new FaceBox(x - width / 2, y - height / 2, width, height), score)
                {
                    KeyPoints = points < 0 ? null : PointsOf(outputs[points].Slice(10 * i, 10), i % columns, i / columns, stride),
                });
            }
        }
    }

    private static LandmarkPoint[] PointsOf(ReadOnlySpan<float> offsets, int column, int row, int stride)
    {
        var points = new LandmarkPoint[5];
        for (var k = 0; k < points.Length; k++)
            points[k] = new((column + offsets[2 * k]) * stride, (row + offsets[(2 * k) + 1]) * stride);
        return points;
    }

    private static int OutputOf(OnnxModel model, string name)
    {
        var index = Array.IndexOf(model.OutputNames, name);
        return index >= 0 ? index : throw new ModelPackException(
            $"{model.Device.File} has no output '{name}', as a detector of the family yunet must: name its right family in pack.json.");
    }
}
