using System.Numerics.Tensors;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Tests.ModelPacks;
using ImageMagick;

namespace FaceWeb.Tests.Embedding;

/// <summary>The whole way of a photo, on real photos.</summary>
public sealed class MeasuringTests(MeasuringTests.Opened opened) : IClassFixture<MeasuringTests.Opened>
{
    private static readonly string[] Obama = ["obama.jpg", "obama2.jpg", "obama3.jpg"];

    private FacePipeline Pipeline => opened.Pipeline;

    public sealed class Opened : IDisposable
    {
        public FacePipeline Pipeline { get; } = FacePipeline.Open(PackFolder.Compact);

        public void Dispose() => Pipeline.Dispose();
    }

    [SkippableFact]
    public void Every_face_has_plausible_measurements()
    {
        foreach (var path in Repository.SamplePhotosOrSkip())
        {
            using var photo = PhotoPixels.Decode(path, new PhotoLimits());
            var measured = Pipeline.Measure(photo);
            Assert.NotEmpty(measured.Faces);
            foreach (var face in measured.Faces)
            {
                Assert.True(face.Box.X >= 0 && face.Box.Y >= 0 && face.Box.Right <= measured.Width && face.Box.Bottom <= measured.Height);
                Assert.InRange(face.DetectorScore, 0.4f, 1f);
                Assert.Equal(68, face.Landmarks.Points.Count);
                var five = face.Landmarks.FivePoints();
                Assert.True(five[0].X < five[1].X && five[0].Y < five[3].Y && five[1].Y < five[4].Y, path);
                Assert.Equal(512, face.Embedding.Length);
                Assert.Equal(1, TensorPrimitives.Norm<float>(face.Embedding), 1e-4);
                Assert.InRange(face.Quality.Overall, 0, 1);
                Assert.InRange(face.Quality.Yaw, -90, 90);
                using var chip = new MagickImage(face.ChipJpeg);
                Assert.Equal((112u, 112u), (chip.Width, chip.Height));
            }
        }
    }

    [SkippableFact]
    public void The_same_person_is_alike_and_different_people_are_not()
    {
        var obama = Obama.Select(n => One(Repository.SharedOrSkip("data", "people", "single", n))).ToList();
        var biden = One(Repository.SharedOrSkip("data", "people", "single", "biden.jpg"));
        // The cosines that 1 of 10,000 and 1 of 1,000 pairs of strangers pass on LFW with this pack.
        Assert.All(obama.Skip(1), o => Assert.True(Cosine(obama[0], o) > 0.43));
        Assert.All(obama, o => Assert.True(Cosine(o, biden) < 0.34));
    }

    [SkippableFact]
    public void Many_threads_measure_exactly_what_one_does()
    {
        var paths = Repository.SamplePhotosOrSkip();
        var alone = paths.Select(Measure).ToList();
        var together = Enumerable.Range(0, 3).SelectMany(_ => Enumerable.Range(0, paths.Count)).AsParallel().WithDegreeOfParallelism(4)
            .Select(i => (i, Measured: Measure(paths[i]))).ToList();
        foreach (var (i, measured) in together)
        {
            Assert.Equal(alone[i].Faces.Count, measured.Faces.Count);
            foreach (var (expected, actual) in alone[i].Faces.Zip(measured.Faces))
            {
                Assert.Equal(expected.Box, actual.Box);
                Assert.Equal(expected.Embedding, actual.Embedding);
                Assert.Equal(expected.ChipJpeg, actual.ChipJpeg);
            }
        }
    }

    [SkippableFact]
    public void A_box_drawn_by_hand_measures_the_same_face()
    {
        using var photo = PhotoPixels.Decode(Repository.SamplePhotosOrSkip()[0], new PhotoLimits());
        var found = Pipeline.Measure(photo).Faces[0];
        var sloppy = new FaceBox(
            found.Box.X - 0.08 * found.Box.Width, found.Box.Y + 0.05 * found.Box.Height, found.Box.Width * 1.15, found.Box.Height * 1.05);
        var drawn = Pipeline.MeasureBox(photo, sloppy);
        Assert.True(Cosine(found.Embedding, drawn.Embedding) > 0.7);
        Assert.Equal(1, drawn.DetectorScore);
        Assert.Throws<ArgumentException>(() => Pipeline.MeasureBox(photo, new FaceBox(-500, -500, 100, 100)));
        Assert.Throws<ArgumentException>(() => Pipeline.MeasureBox(photo, new FaceBox(10, 10, 0, 5)));
    }

    [SkippableFact]
    public void A_photo_held_smaller_gives_boxes_of_the_original()
    {
        var path = Repository.SamplePhotosOrSkip()[0];
        using var full = PhotoPixels.Decode(path, new PhotoLimits());
        using var half = PhotoPixels.Decode(path, new PhotoLimits { HeldPixels = (long)full.Width * full.Height / 3 });
        Assert.Equal((full.Width + 1) / 2, half.Width);
        var expected = Pipeline.Measure(full).Faces[0];
        var face = Pipeline.Measure(half).Faces.MaxBy(f => f.Box.IntersectionOverUnion(expected.Box))!;
        Assert.True(face.Box.IntersectionOverUnion(expected.Box) > 0.75);
        Assert.True(Cosine(face.Embedding, expected.Embedding) > 0.8);
    }

    [SkippableFact]
    public void A_photo_without_faces_has_none_and_a_cancelled_one_stops()
    {
        using var pictures = new Imaging.TestPictures();
        using var empty = PhotoPixels.Decode(pictures.Write("quarters.png", MagickFormat.Png, i => i.Resize(900, 700)), new PhotoLimits());
        Assert.Empty(Pipeline.Measure(empty).Faces);
        using var photo = PhotoPixels.Decode(Repository.SamplePhotosOrSkip()[0], new PhotoLimits());
        Assert.Throws<OperationCanceledException>(() => Pipeline.Measure(photo, new CancellationToken(canceled: true)));
    }

    [SkippableFact]
    public void Little_managed_memory_is_taken_per_photo()
    {
        var path = Repository.SamplePhotosOrSkip()[0];
        Measure(path);
        // Other tests of this process draw on the same pools: now and then one of them holds the buffer that lay ready. The least of a few
        // tries is what it takes.
        var least = Enumerable.Range(0, 8).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var faces = Measure(path).Faces.Count;
            return GC.GetAllocatedBytesForCurrentThread() - before - (40_000 * faces);
        });
        // Results (2 kB of embedding, 1 kB of landmarks, the chip's JPEG) and small things; the photo itself is 3 MB decoded.
        Assert.True(least <= 400_000, $"{least} bytes above 40,000 a face.");
    }

    private PhotoMeasurement Measure(string path)
    {
        using var photo = PhotoPixels.Decode(path, new PhotoLimits());
        return Pipeline.Measure(photo);
    }

    private float[] One(string path) => Assert.Single(Measure(path).Faces).Embedding;

    private static float Cosine(float[] a, float[] b) => TensorPrimitives.Dot<float>(a, b);
}
