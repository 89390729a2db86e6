using System.Numerics.Tensors;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Tests.ModelPacks;

namespace FaceWeb.Tests.Detection;

/// <summary>Photos that lie on their side, and faces that fill their photo, on real photos.</summary>
public sealed class UprightTests(UprightTests.Opened opened) : IClassFixture<UprightTests.Opened>
{
    public sealed class Opened : IDisposable
    {
        public FacePipeline Pipeline { get; } = FacePipeline.Open(PackFolder.Compact);

        public void Dispose() => Pipeline.Dispose();
    }

    [SkippableTheory]
    [InlineData(90)]
    [InlineData(180)]
    [InlineData(270)]
    public void A_crowd_on_its_side_is_turned_and_measures_the_same(int degrees)
    {
        using var upright = PhotoPixels.Decode(Repository.SharedOrSkip("data", "group", "crowd-3.jpg"), new PhotoLimits());
        var expected = opened.Pipeline.MeasureUpright(upright);
        Assert.Equal(PhotoTurn.None, expected.Turn);
        Assert.NotEmpty(expected.Faces);
        var turn = PhotoTurn.OfDegrees(degrees);
        using var photo = upright.Turned(turn);
        var measured = opened.Pipeline.MeasureUpright(photo);
        Assert.Equal(turn.Back, measured.Turn);
        Assert.Equal((expected.Width, expected.Height), (measured.Width, measured.Height));
        Assert.Equal(expected.Faces.Count, measured.Faces.Count);
        foreach (var face in expected.Faces)
        {
            var same = measured.Faces.MaxBy(f => f.Box.IntersectionOverUnion(face.Box))!;
            Assert.True(TensorPrimitives.Dot<float>(face.Embedding, same.Embedding) >= 0.98);
        }
    }

    [SkippableFact]
    public void A_face_that_fills_its_photo_is_found()
    {
        // Tight crops in which the look at the whole photo alone finds nothing.
        foreach (var path in new[] { "F0044_MID1/P00439_face1.jpg", "F0054_MID1/P00535_face1.jpg", "F0054_MID3/P00530_face4.jpg" })
        {
            using var photo = PhotoPixels.Decode(Repository.SharedOrSkip("data", "families", path), new PhotoLimits());
            var face = Assert.Single(opened.Pipeline.Measure(photo).Faces);
            Assert.True(face.Box.Area > 0.2 * photo.Width * photo.Height, path);
            Assert.True(face.Likeness > 0, path);
        }
    }
}
