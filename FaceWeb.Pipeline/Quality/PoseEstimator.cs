using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.ModelPacks;

namespace FaceWeb.Pipeline.Quality;

/// <summary>HopeNet (Ruiz et al. 2018): three heads of 66 bins; the angle is the bins' expected value times 3 minus 99 degrees.</summary>
internal sealed class PoseEstimator
{
    private const int Bins = 66;
    private readonly PoseModel pose;
    private readonly OnnxModel model;
    private readonly InputPlanes planes;

    public PoseEstimator(PoseModel pose, OnnxModel model)
    {
        if (pose.Family != "hopenet" || model.OutputShapes.Count < 3 || model.OutputShapes.Take(3).Any(s => s[^1] != Bins))
            throw new ModelPackException($"{pose.File} must be of the pose family hopenet and give three times {Bins} numbers: correct pack.json.");
        (this.pose, this.model) = (pose, model);
        planes = new(pose.Input);
    }

    /// <summary>The pose of the face in each box.</summary>
    public HeadPose[] Estimate(PhotoPixels photo, IReadOnlyList<FaceBox> boxes)
    {
        var poses = new HeadPose[boxes.Count];
        this.model.Run(boxes.Count, (i, planes) => Crop(photo, boxes[i], planes),
            (i, outputs) => poses[i] = new(Angle(outputs[0]), Angle(outputs[1]), Angle(outputs[2])));
        return poses;
    }

    private void Crop(PhotoPixels photo, FaceBox box, Span<float> planes)
    {
        var input = this.pose.Input;
        var held = box.Scale(photo.HeldScale);
        double width = held.Width * this.pose.CropScale, height = held.Height * this.pose.CropScale;
        double sx = input.Width / width, sy = input.Height / height;
        using var crop = PatchSampler.Warp(
            photo.Mat, [sx, 0, -(held.CenterX - width / 2) * sx, 0, sy, -(held.CenterY - height / 2) * sy], input.Width, input.Height);
        this.planes.Fill(crop, planes);
    }

    private static double Angle(ReadOnlySpan<float> bins)
    {
        var largest = bins[0];
        foreach (var bin in bins)
            largest = Math.Max(largest, bin);
        double sum = 0, weighted = 0;
        for (var i = 0; i < bins.Length; i++)
        {
            var weight = Math.Exp(bins[i] - largest);
            sum += weight;
            weighted += i * weight;
        }
        return weighted / sum * 3 - 99;
    }
}
