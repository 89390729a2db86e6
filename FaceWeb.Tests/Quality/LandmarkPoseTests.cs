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
    public void A_mirrored_photo_is_turned_to_the_other_side()
    {
        using var pipeline = FacePipeline.Open(PackFolder.Compact, new PipelineOptions { Device = "cpu" });
        var turned = 0;
        foreach (var path in Repository.SamplePhotosOrSkip())
        {
            using var photo = PhotoPixels.Decode(path, new PhotoLimits());
            using var mirrored = new PhotoPixels(photo.Mat.Flip(OpenCvSharp.FlipMode.Y), photo.OriginalWidth, photo.OriginalHeight);
            foreach (var face in pipeline.Measure(photo).Faces)
            {
                var box = face.Box with { X = photo.OriginalWidth - face.Box.Right };
                var other = pipeline.MeasureBox(mirrored, box);
                Assert.Equal(face.Quality.Yaw, -other.Quality.Yaw, 12.0);
                Assert.Equal(face.Quality.Pitch, other.Quality.Pitch, 12.0);
                turned += Math.Abs(face.Quality.Yaw) > 15 ? 1 : 0;
            }
        }
        Assert.True(turned > 0, "No head on the sample photos is turned: the test shows nothing.");
    }
}
