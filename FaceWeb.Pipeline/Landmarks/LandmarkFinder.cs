using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.ModelPacks;
using OpenCvSharp;

namespace FaceWeb.Pipeline.Landmarks;

/// <summary>Finds the 68 landmarks of a face whose box is known.</summary>
internal sealed class LandmarkFinder
{
    private readonly LandmarkModel landmarks;
    private readonly OnnxModel model;
    private readonly InputPlanes planes;

    public LandmarkFinder(LandmarkModel landmarks, OnnxModel model)
    {
        if (landmarks.Family != "points68" || model.OutputShapes[0].Aggregate(1L, (a, b) => a * b) != 2 * Landmarks68.Count)
            throw new ModelPackException($"{landmarks.File} must be of the landmark family points68 and give 136 numbers: correct pack.json.");
        (this.landmarks, this.model) = (landmarks, model);
        planes = new(landmarks.Input);
    }

    /// <summary>The landmarks in pixels of the upright original.</summary>
    public Landmarks68 Find(PhotoPixels photo, FaceBox box) => Find(photo, [box])[0];

    /// <summary>The landmarks of each box's face in pixels of the upright original.</summary>
    public Landmarks68[] Find(PhotoPixels photo, IReadOnlyList<FaceBox> boxes)
    {
        var found = new Landmarks68[boxes.Count];
        this.model.Run(boxes.Count, (i, planes) => Crop(photo, boxes[i], planes), (i, outputs) => found[i] = Points(boxes[i], outputs[0]));
        return found;
    }

    private (double Left, double Top, double Side) Square(FaceBox box)
    {
        var side = this.landmarks.CropScale * Math.Max(box.Width, box.Height);
        return (box.CenterX - side / 2, box.CenterY - side / 2, side);
    }

    private void Crop(PhotoPixels photo, FaceBox box, Span<float> planes)
    {
        var input = this.landmarks.Input;
        var (left, top, side) = Square(box);
        double sx = input.Width / (side * photo.HeldScale), sy = input.Height / (side * photo.HeldScale);
        using var crop = PatchSampler.Warp(
            photo.Mat, [sx, 0, -left * photo.HeldScale * sx, 0, sy, -top * photo.HeldScale * sy], input.Width, input.Height);
        using var gray = new Mat();
        if (input.Planes == 1)
            Cv2.CvtColor(crop, gray, ColorConversionCodes.BGR2GRAY);
        this.planes.Fill(input.Planes == 1 ? gray : crop, planes);
    }

    private Landmarks68 Points(FaceBox box, ReadOnlySpan<float> output)
    {
        var (left, top, side) = Square(box);
        var points = new LandmarkPoint[Landmarks68.Count];
        for (var i = 0; i < points.Length; i++)
            points[i] = new(left + output[2 * i] * side, top + output[2 * i + 1] * side);
        return new(points);
    }
}
