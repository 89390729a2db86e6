using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Classification.Svm;
using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Bench.Recipe;

/// <summary>Photos of people, half of each person's to learn from and half to be named.</summary>
internal sealed class RecipeAlbum
{
    private readonly string folder;

    private RecipeAlbum(string folder, IReadOnlyList<IReadOnlyList<string>> people) => (this.folder, People) = (folder, people);

    /// <summary>The photos of each person.</summary>
    public IReadOnlyList<IReadOnlyList<string>> People { get; }

    /// <summary>Takes the people of a folder (a folder a person) who have enough photos; of one part only when asked for.</summary>
    public static RecipeAlbum Of(string folder, BenchOptions options, int each)
    {
        var wanted = options.Find("part") switch { "1" => 0, "2" => 1, _ => -1 };
        var people = PhotoFolder.Paths(folder).Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Where(name => name.Contains('/', StringComparison.Ordinal)).GroupBy(name => name[..name.LastIndexOf('/')])
            .OrderBy(person => person.Key, StringComparer.Ordinal).Where((_, i) => wanted < 0 || i % 2 == wanted)
            .Where(person => person.Count() >= each)
            .Select(person => (IReadOnlyList<string>)[.. person.Order(StringComparer.Ordinal).Take(each)]).ToList();
        return people.Count >= 2 ? new(folder, people) : throw new BenchOptionException($"--people: fewer than two people have {each} photos.");
    }

    /// <summary>Names the faces by a linear SVM alone, one hyperplane a person.</summary>
    public object Recognise(FacePipeline pipeline)
    {
        var faces = People.AsParallel().AsOrdered().SelectMany((photos, person) => photos.Select((name, i) =>
            (Person: person, Learn: i % 2 == 0, Face: Middle(pipeline, name)))).ToList();
        var learn = faces.Where(f => f.Learn && f.Face is not null).ToList();
        var mean = Enumerable.Range(0, learn[0].Face!.Length).Select(i => learn.Average(f => f.Face![i])).ToArray();
        var machines = new OneAgainstRest(
            EmbeddingMatrix.From(learn.ConvertAll(f => Centred(f.Face!, mean)), mean.Length), [.. learn.Select(f => f.Person)], People.Count,
            new SvmOptions { C = 1, Bias = 1, Tolerance = 0.01 }).Train(null, CancellationToken.None);
        var probes = faces.Where(f => !f.Learn).ToList();
        var right = probes.Count(f => f.Face is not null && Best(machines, Centred(f.Face, mean)) == f.Person);
        return new
        {
            probes = probes.Count,
            withoutFace = probes.Count(f => f.Face is null),
            right,
            rank1 = (double)right / probes.Count,
            rank1OfFound = (double)right / Math.Max(1, probes.Count(f => f.Face is not null)),
        };
    }

    private float[]? Middle(FacePipeline pipeline, string name)
    {
        using var photo = PhotoPixels.Decode(Path.Combine(folder, name), new PhotoLimits());
        return pipeline.Measure(photo).Faces
            .Where(f => Math.Abs(f.Box.CenterX - (photo.Width / 2.0)) < photo.Width / 4.0
                && Math.Abs(f.Box.CenterY - (photo.Height / 2.0)) < photo.Height / 4.0).MaxBy(f => f.Box.Area)?.Embedding;
    }

    private static float[] Centred(float[] face, float[] mean)
    {
        var centred = face.Select((v, i) => v - mean[i]).ToArray();
        var length = Math.Max(1e-6f, System.Numerics.Tensors.TensorPrimitives.Norm<float>(centred));
        return Array.ConvertAll(centred, v => v / length);
    }

    private static int Best(LinearMachines machines, float[] face) =>
        Enumerable.Range(0, machines.Biases.Length).MaxBy(i => BlockedProduct.Dot(machines.Weights.Row(i)[..face.Length], face) + machines.Biases[i]);
}
