using System.Numerics.Tensors;
using FaceWeb.Pipeline.Classification.Normalisation;
using FaceWeb.Pipeline.Classification.Svm;
using FaceWeb.Pipeline.Classification.Training;

namespace FaceWeb.Pipeline.Classification.Scoring;

/// <summary>
/// The people with their confirmed faces, as the nearest-neighbour half of the classifier sees them: for each person the mean of the
/// faces weighted by their quality (its direction is the person's prototype), and up to <see cref="MostExemplars"/> faces that differ
/// from each other as much as possible.
/// </summary>
internal sealed class Gallery
{
    /// <summary>The greatest number of faces kept of one person; more bring time and no measurable accuracy.</summary>
    public const int MostExemplars = 32;

    /// <summary>So many of a person's kept faces settle the level of all of them.</summary>
    private const int FacesForLevel = 4;

    private readonly Dictionary<long, int> indexOf;
    private readonly ScoreNormalisation? normalisedBy;

    /// <summary>Puts together what <see cref="Build"/> made or a file held.</summary>
    public Gallery(long[] people, int[] faceCounts, EmbeddingMatrix prototypes, int[] starts, EmbeddingMatrix exemplars)
        : this(people, faceCounts, prototypes, starts, exemplars, people.Index().ToDictionary(p => p.Item, p => p.Index), null)
    {
    }

    private Gallery(
        long[] people, int[] faceCounts, EmbeddingMatrix prototypes, int[] starts, EmbeddingMatrix exemplars, Dictionary<long, int> indexOf,
        ScoreNormalisation? normalisedBy)
    {
        People = people;
        FaceCounts = faceCounts;
        Prototypes = prototypes;
        Starts = starts;
        Exemplars = exemplars;
        PrototypeLevels = new float[people.Length];
        FaceLevels = new float[people.Length];
        this.indexOf = indexOf;
        this.normalisedBy = normalisedBy;
    }

    /// <summary>The people, in ascending order.</summary>
    public long[] People { get; }

    /// <summary>How many confirmed faces each has.</summary>
    public int[] FaceCounts { get; }

    /// <summary>One unit vector a person.</summary>
    public EmbeddingMatrix Prototypes { get; }

    /// <summary>Where each person's rows in <see cref="Exemplars"/> begin; one entry more than people.</summary>
    public int[] Starts { get; }

    /// <summary>The faces kept, person by person.</summary>
    public EmbeddingMatrix Exemplars { get; }

    /// <summary>The level of each prototype (<see cref="ScoreNormalisation"/>); zeros where nothing was normalised.</summary>
    public float[] PrototypeLevels { get; private init; }

    /// <summary>The mean level of each person's kept faces.</summary>
    public float[] FaceLevels { get; private init; }

    /// <summary>
    /// The same people with their levels; all are 0 where there is no normalisation. What is known already is not worked out again.
    /// </summary>
    /// <param name="normalisation">The library's, or null.</param>
    public Gallery Normalise(ScoreNormalisation? normalisation)
    {
        var same = normalisation == normalisedBy;
        if (same && !PrototypeLevels.AsSpan().Contains(float.NaN))
            return this;
        var (prototypes, faces) = same ? ([.. PrototypeLevels], [.. FaceLevels]) : (new float[People.Length], new float[People.Length]);
        var wanted = Enumerable.Range(0, People.Length).Where(p => !same || float.IsNaN(prototypes[p])).ToArray();
        if (normalisation is not null)
        {
            var ofPrototypes = normalisation.AllLevels(Prototypes.Take(wanted));
            var rows = wanted.SelectMany(p => Enumerable.Range(Starts[p], FacesOfLevel(p))).ToArray();
            var ofFaces = normalisation.AllLevels(Exemplars.Take(rows));
            for (int i = 0, at = 0; i < wanted.Length; i++)
            {
                var count = FacesOfLevel(wanted[i]);
                prototypes[wanted[i]] = ofPrototypes[i];
                faces[wanted[i]] = TensorPrimitives.Sum<float>(ofFaces.AsSpan(at, count)) / Math.Max(1, count);
                at += count;
            }
        }
        return new Gallery(People, FaceCounts, Prototypes, Starts, Exemplars, indexOf, normalisation)
        {
            PrototypeLevels = prototypes,
            FaceLevels = faces,
        };
    }

    /// <summary>A person's index, or -1.</summary>
    public int IndexOf(long person) => indexOf.GetValueOrDefault(person, -1);

    /// <summary>Collects the faces of each person.</summary>
    public static Gallery Build(IEnumerable<LabelledFace> faces, int dimension) =>
        new Gallery([], [], new EmbeddingMatrix(0, dimension), [0], new EmbeddingMatrix(0, dimension)).With(ByPerson(faces), dimension);

    /// <summary>The faces of each person.</summary>
    public static Dictionary<long, IReadOnlyList<LabelledFace>> ByPerson(IEnumerable<LabelledFace> faces) =>
        faces.GroupBy(face => face.PersonId).ToDictionary(group => group.Key, group => (IReadOnlyList<LabelledFace>)[.. group]);

    /// <summary>The same people with other faces for some of them; the others are copied as they are.</summary>
    /// <param name="changed">All faces of each person who has others now; none: the person is gone.</param>
    /// <param name="dimension">Length of the embeddings.</param>
    public Gallery With(IReadOnlyDictionary<long, IReadOnlyList<LabelledFace>> changed, int dimension)
    {
        var people = People.Where(person => !changed.ContainsKey(person)).Concat(changed.Where(c => c.Value.Count > 0).Select(c => c.Key)).Order()
            .ToArray();
        var prototypes = new EmbeddingMatrix(people.Length, dimension);
        var counts = new int[people.Length];
        var kept = new float[people.Length][][];
        Parallel.For(0, people.Length, ParallelWork.Options(), p =>
        {
            if (!changed.TryGetValue(people[p], out var rows))
            {
                var before = IndexOf(people[p]);
                Prototypes.Row(before).CopyTo(prototypes.Row(p));
                counts[p] = FaceCounts[before];
                return;
            }
            LabelledFace[] faces = [.. rows.OrderBy(face => face.FaceId)];
            var prototype = prototypes.Row(p)[..dimension];
            foreach (var face in faces)
                TensorPrimitives.MultiplyAdd(face.Embedding, Weight(face.Quality), prototype, prototype);
            var length = TensorPrimitives.Norm<float>(prototype);
            if (length > 1e-6f)
                TensorPrimitives.Divide(prototype, length, prototype);
            counts[p] = faces.Length;
            kept[p] = MostDifferent(faces);
        });
        var starts = new int[people.Length + 1];
        for (var p = 0; p < people.Length; p++)
            starts[p + 1] = starts[p] + (kept[p]?.Length ?? ExemplarsOf(people[p]));
        var exemplars = new EmbeddingMatrix(starts[^1], dimension);
        Parallel.For(0, people.Length, ParallelWork.Options(), p =>
        {
            for (var row = starts[p]; row < starts[p + 1]; row++)
            {
                if (kept[p] is { } own)
                    own[row - starts[p]].CopyTo(exemplars.Row(row));
                else
                    Exemplars.Row(Starts[IndexOf(people[p])] + row - starts[p]).CopyTo(exemplars.Row(row));
            }
        });
        var index = people.Index().ToDictionary(p => p.Item, p => p.Index);
        return new Gallery(people, counts, prototypes, starts, exemplars, index, normalisedBy)
        {
            PrototypeLevels = Array.ConvertAll(people, person => Kept(person, PrototypeLevels)),
            FaceLevels = Array.ConvertAll(people, person => Kept(person, FaceLevels)),
        };

        // Not a number where the level has still to be worked out.
        float Kept(long person, float[] levels) =>
            normalisedBy is null ? 0 : changed.ContainsKey(person) ? float.NaN : levels[IndexOf(person)];
    }

    /// <summary>
    /// The mean cosine of a face to a person's nearest kept faces: of the nearest alone where there are one or two, of the nearest
    /// three where there are many, so that one wrongly confirmed face cannot speak for the person.
    /// </summary>
    public (float Nearest, float NearestMean) CosinesTo(int person, ReadOnlySpan<float> paddedFace)
    {
        float first = -2, second = -2, third = -2;
        for (var row = Starts[person]; row < Starts[person + 1]; row++)
        {
            var cosine = BlockedProduct.Dot(Exemplars.Row(row), paddedFace);
            if (cosine > first)
                (first, second, third) = (cosine, first, second);
            else if (cosine > second)
                (second, third) = (cosine, second);
            else if (cosine > third)
                third = cosine;
        }
        return (Starts[person + 1] - Starts[person]) switch
        {
            1 or 2 => (first, first),
            3 or 4 or 5 => (first, (first + second) / 2),
            _ => (first, (first + second + third) / 3),
        };
    }

    private int FacesOfLevel(int p) => Math.Min(FacesForLevel, Starts[p + 1] - Starts[p]);

    private int ExemplarsOf(long person) => Starts[IndexOf(person) + 1] - Starts[IndexOf(person)];

    /// <summary>How much a face counts in its person's prototype.</summary>
    private static float Weight(float quality) => 0.3f + (0.7f * Math.Clamp(quality, 0, 1));

    /// <summary>All faces, or of many the best one and then always the one least like those already taken.</summary>
    private static float[][] MostDifferent(LabelledFace[] faces)
    {
        if (faces.Length <= MostExemplars)
            return Array.ConvertAll(faces, face => face.Embedding);
        var nearest = new float[faces.Length];
        Array.Fill(nearest, -2);
        var taken = Array.IndexOf(faces, faces.MaxBy(face => face.Quality));
        var chosen = new List<float[]>(MostExemplars);
        while (true)
        {
            chosen.Add(faces[taken].Embedding);
            if (chosen.Count == MostExemplars)
                return [.. chosen];
            nearest[taken] = float.PositiveInfinity;
            for (var i = 0; i < faces.Length; i++)
                nearest[i] = Math.Max(nearest[i], TensorPrimitives.Dot(faces[i].Embedding, faces[taken].Embedding));
            taken = Array.IndexOf(nearest, nearest.Min());
        }
    }
}
