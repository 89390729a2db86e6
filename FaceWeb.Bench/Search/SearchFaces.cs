using System.Numerics.Tensors;
using FaceWeb.Bench.Training;

namespace FaceWeb.Bench.Search;

/// <summary>
/// Seeded faces that lie as those of a library do: people of 1 to some 200 faces (20 on average, exponentially spread), two faces of one
/// person with a cosine of about 0.64, of two people 0.05 +- 0.1.
/// </summary>
internal sealed class SearchFaces
{
    private const double MeanFaces = 20;

    // All people's centres share a direction: its square is the mean cosine of two people.
    private const float Shared = 0.23f;

    private readonly int seed;
    private readonly float[] shared;

    /// <summary>Draws how many faces each person has.</summary>
    /// <param name="faces">All together.</param>
    /// <param name="dimension">Numbers in a vector.</param>
    /// <param name="seed">Seed of everything drawn.</param>
    public SearchFaces(int faces, int dimension, int seed)
    {
        (Count, Dimension, this.seed) = (faces, dimension, seed);
        shared = new SyntheticPeople(dimension, true, 1, seed).Anyone();
        var random = new Random(seed);
        var first = 0;
        while (first < faces)
        {
            People.Add(first);
            first += 1 + (int)((MeanFaces - 1) * -Math.Log(1 - random.NextDouble()));
        }
    }

    /// <summary>Number of faces; they are numbered from 0, person by person.</summary>
    public int Count { get; }

    /// <summary>Numbers in a vector.</summary>
    public int Dimension { get; }

    /// <summary>Each person's first face.</summary>
    public List<int> People { get; } = [];

    /// <summary>All faces in half precision, in order.</summary>
    public Half[][] All()
    {
        var all = new Half[Count][];
        Parallel.For(0, People.Count, person =>
        {
            var end = person + 1 < People.Count ? People[person + 1] : Count;
            var drawn = Of(person, end - People[person]);
            for (var i = 0; i < drawn.Length; i++)
            {
                all[People[person] + i] = new Half[Dimension];
                TensorPrimitives.ConvertToHalf(drawn[i], all[People[person] + i]);
            }
        });
        return all;
    }

    /// <summary>New faces to look for: half of them of people who are here, half of strangers.</summary>
    public float[][] Queries(int count)
    {
        var random = new Random(this.seed + 1);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var person = i % 2 == 0 ? random.Next(People.Count - 1) : People.Count + i;
            var known = i % 2 == 0 ? People[person + 1] - People[person] : 0;
            return Of(person, known + 1)[known];
        })];
    }

    private float[][] Of(int person, int faces)
    {
        var people = new SyntheticPeople(Dimension, false, 0.75f, (this.seed * 10_000_019) + person);
        var centre = people.Anyone();
        TensorPrimitives.MultiplyAdd(shared, Shared, centre, centre);
        TensorPrimitives.Divide(centre, TensorPrimitives.Norm<float>(centre), centre);
        return [.. Enumerable.Range(0, faces).Select(_ => people.Near(centre))];
    }
}
