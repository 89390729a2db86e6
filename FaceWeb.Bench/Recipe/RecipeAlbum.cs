using System.Numerics.Tensors;
using FaceWeb.Bench.Detection;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Classification.Svm;
using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Bench.Recipe;

/// <summary>Photos of people, of each some to learn from and some to be named by a linear SVM alone.</summary>
internal sealed class RecipeAlbum
{
    private readonly string folder;
    private readonly IReadOnlyList<RecipePerson> people;

    private RecipeAlbum(string folder, IReadOnlyList<RecipePerson> people) => (this.folder, this.people) = (folder, people);

    /// <summary>How many people there are.</summary>
    public int People => people.Count;

    /// <summary>
    /// Everybody of a folder (a folder a person) who has enough photos, half of them to learn from; of one part only when asked for, and at most so
    /// many people.
    /// </summary>
    /// <exception cref="BenchOptionException">Fewer than two people have.</exception>
    public static RecipeAlbum OfMany(string folder, BenchOptions options, int each, int most) => new(folder, Enough(
        [.. Photos(folder, options).Where(p => p.Count >= each).Take(most).Select(p => p.Take(each).ToList())
            .Select(p => new RecipePerson([.. p.Where((_, i) => i % 2 == 0)], [.. p.Where((_, i) => i % 2 == 1)]))], 2, each));

    /// <summary>The classic demonstration: the three people who have most photos, 20 of each to learn from and up to 20 others to be named.</summary>
    /// <exception cref="BenchOptionException">Fewer than three people have more than 20.</exception>
    public static RecipeAlbum OfThree(string folder, BenchOptions options)
    {
        const int each = 20;
        return new(folder, Enough([.. Photos(folder, options).Where(p => p.Count > each).OrderByDescending(p => p.Count).Take(3)
            .Select(p => new RecipePerson([.. p.Take(each)], [.. p.Skip(each).Take(each)]))], 3, each + 1));
    }

    /// <summary>Names the faces by a linear SVM alone, one hyperplane a person.</summary>
    public RecipeNames Recognise(FacePipeline pipeline, int parallel)
    {
        var learn = Measure(pipeline, parallel, p => p.Learn).Where(f => f.Face is not null).ToList();
        var probes = Measure(pipeline, parallel, p => p.Probes);
        var found = probes.Count(f => f.Face is not null);
        if (learn.DistinctBy(f => f.Person).Count() < people.Count)
            return new(people.Count, probes.Count, found, 0);
        var mean = Enumerable.Range(0, learn[0].Face!.Length).Select(i => learn.Average(f => f.Face![i])).ToArray();
        var machines = new OneAgainstRest(
            EmbeddingMatrix.From(learn.ConvertAll(f => Centred(f.Face!, mean)), mean.Length), [.. learn.Select(f => f.Person)], people.Count,
            new SvmOptions { C = 1, Bias = 1, Tolerance = 0.01 }).Train(null, CancellationToken.None);
        var right = probes.Count(f => f.Face is not null && Best(machines, Centred(f.Face, mean)) == f.Person);
        return new(people.Count, probes.Count, found, right);
    }

    private List<(int Person, float[]? Face)> Measure(FacePipeline pipeline, int parallel, Func<RecipePerson, IReadOnlyList<string>> which) =>
        [.. people.Index().SelectMany(p => which(p.Item).Select(name => (p.Index, name))).AsParallel().AsOrdered()
            .WithDegreeOfParallelism(parallel).Select(photo => (photo.Index, Middle(pipeline, photo.name)))];

    private static List<List<string>> Photos(string folder, BenchOptions options) =>
        [.. PhotoPart.All(PhotoFolder.Paths(folder).Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Where(name => name.Contains('/', StringComparison.Ordinal)), options).GroupBy(name => name[..name.LastIndexOf('/')])
            .Select(person => person.ToList())];

    private static List<RecipePerson> Enough(List<RecipePerson> people, int least, int each) =>
        people.Count >= least ? people : throw new BenchOptionException($"--people: fewer than {least} people have {each} photos.");

    /// <summary>The numbers of the face in the photo's middle; null where none is found there.</summary>
    private float[]? Middle(FacePipeline pipeline, string name)
    {
        using var photo = PhotoPixels.Decode(Path.Combine(folder, name), new PhotoLimits());
        return pipeline.Measure(photo).Faces
            .Where(f => Math.Abs(f.Box.CenterX - (photo.OriginalWidth / 2.0)) < photo.OriginalWidth / 4.0
                && Math.Abs(f.Box.CenterY - (photo.OriginalHeight / 2.0)) < photo.OriginalHeight / 4.0).MaxBy(f => f.Box.Area)?.Embedding;
    }

    // The mean of all faces says nothing of a person: without it, what is left is of one length for everybody.
    private static float[] Centred(float[] face, float[] mean)
    {
        var centred = new float[face.Length];
        TensorPrimitives.Subtract(face, mean, centred);
        TensorPrimitives.Divide(centred, Math.Max(1e-6f, TensorPrimitives.Norm<float>(centred)), centred);
        return centred;
    }

    private static int Best(LinearMachines machines, float[] face) =>
        Enumerable.Range(0, machines.Biases.Length)
            .MaxBy(i => TensorPrimitives.Dot<float>(machines.Weights.Row(i)[..face.Length], face) + machines.Biases[i]);
}
