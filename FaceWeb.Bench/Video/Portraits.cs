using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Classification.Scoring;
using FaceWeb.Pipeline.Classification.Training;
using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Bench.Video;

/// <summary>People with photos of each, and a classifier that knows them.</summary>
internal sealed class Portraits
{
    private readonly List<string> names = [];

    private Portraits(TrainedClassifier classifier, int faces) => (Classifier, Faces) = (classifier, faces);

    /// <summary>Knows them.</summary>
    public TrainedClassifier Classifier { get; }

    /// <summary>How many faces it was taught.</summary>
    public int Faces { get; }

    /// <summary>A person's name.</summary>
    public string NameOf(long person) => names[(int)person - 1];

    /// <summary>
    /// Reads a folder with a folder for each person: the largest face of each photo is that person's. Three and more faces each of two people
    /// and more are trained on; of fewer the nearest faces decide.
    /// </summary>
    /// <exception cref="BenchOptionException">No face of anybody was found.</exception>
    public static Portraits Read(string folder, FacePipeline pipeline, TextWriter log)
    {
        var names = new List<string>();
        var faces = new List<LabelledFace>();
        foreach (var person in Directory.GetDirectories(folder).Order(StringComparer.Ordinal))
        {
            names.Add(Path.GetFileName(person));
            foreach (var path in PhotoFolder.Paths(person).Order(StringComparer.Ordinal))
            {
                using var pixels = PhotoPixels.Decode(path, new PhotoLimits());
                if (pipeline.Measure(pixels).Faces.MaxBy(f => f.Box.Area) is not { } face)
                {
                    log.WriteLine($"No face on {path}.");
                    continue;
                }
                faces.Add(new LabelledFace(
                    faces.Count + 1, names.Count, faces.Count + 1, pipeline.Recognition.Join(face.Embeddings), (float)face.Quality.Overall));
            }
        }
        if (faces.Count == 0)
            throw new BenchOptionException($"--people: {folder} has no folder with a photo of a face.");
        var counts = faces.CountBy(f => f.PersonId).Select(c => c.Value).ToList();
        var model = pipeline.Recognition;
        var classifier = counts.Count >= 2 && counts.Min() >= 3
            ? ClassifierTrainer.Train(
                new TrainingSet { Dimension = model.Dimension, Model = model.Name, Faces = faces, Spread = model.Spread }, new TrainingOptions())
            : TrainedClassifier.Untrained(model.Dimension, model.Name, faces, model.Spread);
        var portraits = new Portraits(classifier, faces.Count);
        portraits.names.AddRange(names);
        return portraits;
    }
}
