using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.Landmarks;
using FaceWeb.Pipeline.Quality;
using FaceWeb.Tests.ModelPacks;

namespace FaceWeb.Tests.Quality;

/// <summary>How a head is turned, from its landmarks.</summary>
public class LandmarkPoseTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(40, 0, 0)]
    [InlineData(-70, 10, -5)]
    [InlineData(0, 35, 0)]
    [InlineData(20, -30, 15)]
    [InlineData(-15, 12, -80)]
    public void The_mean_face_turned_is_found_turned_so(double yaw, double pitch, double roll)
    {
        var found = LandmarkPose.Of(LandmarkPose.Project(new(yaw, pitch, roll), scale: 37, x: 512, y: 300));
        Assert.Equal(yaw, found.Yaw, 1e-6);
        Assert.Equal(pitch, found.Pitch, 1e-6);
        Assert.Equal(roll, found.Roll, 1e-6);
    }

    [Fact]
    public void Points_on_a_line_have_no_pose() =>
        Assert.Equal(default, LandmarkPose.Of(new([.. Enumerable.Range(0, 68).Select(i => new LandmarkPoint(i, 2 * i))])));

    [SkippableFact]
    public void On_mirrored_photos_heads_are_turned_to_the_other_side()
    {
        using var pipeline = FacePipeline.Open(PackFolder.Compact, new PipelineOptions { Device = "cpu", Mirror = false });
        var differences = new List<(double Yaw, double Pitch)>();
        var turned = 0;
        foreach (var path in Repository.SamplePhotosOrSkip())
        {
            using var photo = PhotoPixels.Decode(path, new PhotoLimits());
            using var mirrored = new PhotoPixels(photo.Mat.Flip(OpenCvSharp.FlipMode.Y), photo.OriginalWidth, photo.OriginalHeight);
            // The landmarks of small faces are not the same on both.
            foreach (var face in pipeline.Measure(photo).Faces.Where(f => f.Quality.Size >= 30))
            {
                var other = pipeline.MeasureBox(mirrored, face.Box with { X = photo.OriginalWidth - face.Box.Right });
                differences.Add((Math.Abs(face.Quality.Yaw + other.Quality.Yaw), Math.Abs(face.Quality.Pitch - other.Quality.Pitch)));
                turned += Math.Abs(face.Quality.Yaw) > 15 ? 1 : 0;
            }
        }
        Assert.True(turned > 0, "No head on the sample photos is turned: the test shows nothing.");
        Assert.InRange(differences.Average(d => d.Yaw), 0, 6);
        Assert.InRange(differences.Average(d => d.Pitch), 0, 6);
    }
}
