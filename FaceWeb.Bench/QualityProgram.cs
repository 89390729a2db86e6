using System.Numerics.Tensors;
using FaceWeb.Bench.Identification;

namespace FaceWeb.Bench;

/// <summary>Does the quality tell which faces are recognised well? Against each face's mean cosine to the other faces of its person.</summary>
public sealed class QualityProgram : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "quality";

    /// <inheritdoc/>
    public string Usage => "--images DIR [--min-photos 4] [--cache FILE] [--pack DIR] [--setting fast|careful]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var least = options.Count("min-photos", 4);
        var people = NamedFaces.Measure(options, log).Faces.GroupBy(f => f.Person).Where(p => p.Count() >= least).Select(p => p.ToList()).ToList();
        if (people.Count == 0)
            throw new BenchOptionException($"--min-photos: nobody has {least} photos.");
        List<(double Quality, double Likeness, double Relative)> faces = [];
        foreach (var person in people)
        {
            double[] likeness = [.. person.Select(face =>
                person.Where(other => other != face).Average(other => (double)TensorPrimitives.Dot<float>(face.Embedding, other.Embedding)))];
            var mean = likeness.Average();
            faces.AddRange(person.Select((face, i) => ((double)face.Quality, likeness[i], likeness[i] - mean)));
        }
        var byQuality = faces.OrderBy(f => f.Quality).ToList();
        var third = faces.Count / 3;
        return new
        {
            people = people.Count,
            faces = faces.Count,
            rankCorrelation = Ranks.Correlation([.. faces.Select(f => f.Quality)], [.. faces.Select(f => f.Likeness)]),
            // Without what makes one person's photos more alike than another's.
            rankCorrelationWithinPeople = Ranks.Correlation([.. faces.Select(f => f.Quality)], [.. faces.Select(f => f.Relative)]),
            meanCosineOfTheBestThird = byQuality.TakeLast(third).Average(f => f.Likeness),
            meanCosineOfTheWorstThird = byQuality.Take(third).Average(f => f.Likeness),
            // What a cover is chosen by: the best quality among a person's photos.
            meanCosineOfTheBestOfEachPerson = people.Average(p => BestOf(p)),
        };
    }

    private static double BestOf(List<BenchFace> person)
    {
        var best = person.MaxBy(f => f.Quality)!;
        return person.Where(f => f != best).Average(f => (double)TensorPrimitives.Dot<float>(best.Embedding, f.Embedding));
    }
}
