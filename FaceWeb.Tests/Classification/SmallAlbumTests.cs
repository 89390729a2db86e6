using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Scoring;
using FaceWeb.Pipeline.Classification.Training;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Tests.ModelPacks;

namespace FaceWeb.Tests.Classification;

/// <summary>Five people with one or two photos each, and photos of theirs to be named, two of them with two people.</summary>
public class SmallAlbumTests
{
    // Who is in each photo, from left to right.
    private static readonly Dictionary<string, string[]> Expected = new()
    {
        ["alex_lacamoire1.jpg"] = ["alex_lacamoire"],
        ["johnsnow_test1.jpg"] = ["kit_harington"],
        ["kit_with_rose.jpg"] = ["rose_leslie", "kit_harington"],
        ["obama1.jpg"] = ["obama"],
        ["obama_and_biden.jpg"] = ["biden", "obama"],
    };

    [SkippableFact]
    public void Every_photo_gets_its_names_before_and_after_training()
    {
        var folder = Repository.SharedOrSkip("data", "people", "knn");
        using var pipeline = FacePipeline.Open(PackFolder.Compact);
        var people = Directory.GetDirectories(Path.Combine(folder, "train")).Order(StringComparer.Ordinal).ToArray();
        var confirmed = new List<LabelledFace>();
        foreach (var (person, photos) in people.Index())
        {
            foreach (var photo in Directory.GetFiles(photos))
            {
                var face = Measure(pipeline, photo).MaxBy(face => face.Box.Width)!;
                confirmed.Add(new LabelledFace(confirmed.Count + 1, person, confirmed.Count + 1, face.Embedding, (float)face.Quality.Overall));
            }
        }
        var model = pipeline.Pack.Name;
        var set = new TrainingSet { Dimension = confirmed[0].Embedding.Length, Model = model, Faces = confirmed };
        foreach (var classifier in new[] { TrainedClassifier.Untrained(set.Dimension, model, confirmed),
            ClassifierTrainer.Train(set, new TrainingOptions()) })
        {
            foreach (var (photo, names) in Expected)
            {
                var faces = Measure(pipeline, Path.Combine(folder, "test", photo)).OrderBy(face => face.Box.X).ToArray();
                var suggested = WithinPhoto.Assign([.. faces.Select(face => classifier.Suggest(face.Embedding))]);
                var firsts = suggested.Select(face => face.Count == 0 ? null : Path.GetFileName(people[face[0].PersonId]));
                Assert.Equal((photo, string.Join(' ', names)), (photo, string.Join(' ', firsts.OfType<string>())));
            }
        }
    }

    private static IReadOnlyList<MeasuredFace> Measure(FacePipeline pipeline, string photo)
    {
        using var pixels = PhotoPixels.Decode(photo, new PhotoLimits());
        return pipeline.Measure(pixels).Faces;
    }
}
