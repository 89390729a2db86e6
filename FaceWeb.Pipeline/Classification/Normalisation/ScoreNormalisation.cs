using System.Numerics.Tensors;
using FaceWeb.Pipeline.Classification.Scoring;
using FaceWeb.Pipeline.Classification.Svm;

namespace FaceWeb.Pipeline.Classification.Normalisation;

/// <summary>
/// Makes cosines mean the same for everybody. Each face has a level: the mean cosine to the nearest twentieth of the library's other people
/// (the cohort). A baby's is high, because to the network all babies look alike; so is everybody's in a library of people whom the
/// network was hardly taught. A cosine is corrected by the mean of the two faces' levels (symmetric score normalisation by adaptive
/// cohorts, Matejka et al., Interspeech 2017, with the mean alone: dividing by the deviation as well lost on LFW what it gained on
/// families) and brought back to where cosines of LFW's people lie, so that one threshold holds for all. While a library has few people, a
/// face's level is what <see cref="LevelPrior"/> expects of it; where there is no prior either, cosines stay as they are. Immutable.
/// </summary>
public sealed class ScoreNormalisation
{
    /// <summary>The share of the cohort that counts as nearest.</summary>
    internal const double NearestShare = 0.05;

    /// <summary>The mean of the greatest twentieth of a normal distribution, in deviations above its mean.</summary>
    internal const double MeanOfNearest = 2.0627;

    /// <summary>With fewer people than this a library says nothing, and the prior alone is used.</summary>
    private const int FewestPeople = 3;

    /// <summary>
    /// What a library of so many people says of one face's level counts as much as what was expected of it, and grows with the square of their
    /// number: among few people the nearest twentieth is one or two faces, of the same person in another look as likely as not.
    /// </summary>
    private const double PeopleOfPrior = 200;

    /// <summary>
    /// What so many pairs of the library's people (ten people have 45) say of the mean level of all faces counts as much as what was expected, and
    /// grows with the square of their number: five people hardly move it, twenty settle it.
    /// </summary>
    private const double PairsOfOffset = 60;

    /// <summary>
    /// A face of the cohort that is nearer than this to another one (cosine under the compact pack's spread, beyond what the library's people are
    /// nearer to each other than LFW's) is taken for the same person, though not by the cohort: it says nothing of other people.
    /// </summary>
    private const double PerhapsSame = 0.4;

    /// <summary>At most so many of the cohort's faces are taken for the same person as a face.</summary>
    private const int MostOfOnePerson = 3;

    /// <summary>The same photo in another album, or the face itself.</summary>
    private const float SameFace = 0.999f;

    private readonly EmbeddingMatrix cohort;
    private readonly LevelPrior? prior;
    private readonly CosineSpread spread;
    private readonly float perhapsSame;
    private readonly int nearest;
    private readonly double weight;
    private readonly double offset;

    internal ScoreNormalisation(string model, CosineSpread spread, EmbeddingMatrix cohort)
    {
        (this.spread, this.cohort) = (spread, cohort);
        prior = LevelPrior.For(model, cohort.Dimension);
        ReferenceLevel = spread.Mean + (MeanOfNearest * spread.Deviation);
        var nearer = cohort.Rows < FewestPeople ? 0 : Quantile(Cosines([.. Enumerable.Range(0, cohort.Rows)]), 0.5) - spread.Mean;
        perhapsSame = (float)(spread.FromCompact(PerhapsSame) + Math.Max(0, nearer));
        var others = DifferentPeople();
        People = others.Count;
        if (People < FewestPeople)
            return;
        this.nearest = Math.Max(2, (int)Math.Round(NearestShare * cohort.Rows));
        weight = Weight(People, PeopleOfPrior);
        offset = Weight(People * (People - 1) / 2, PairsOfOffset) * (LevelOf(others) - others.Average(row => PriorLevel(cohort.Row(row))));
    }

    /// <summary>The level that faces of LFW have on average under the model; a corrected cosine of two such faces is the cosine itself.</summary>
    public double ReferenceLevel { get; }

    /// <summary>
    /// By how much the library's faces are nearer to each other than was expected of them, on average; about 0 for LFW, 0.15 for adults of one
    /// studio and one part of the world.
    /// </summary>
    public double LibraryOffset => offset;

    /// <summary>How many different people of the library it rests on.</summary>
    public int People { get; }

    internal EmbeddingMatrix Cohort => this.cohort;

    internal CosineSpread Spread => this.spread;

    /// <summary>What is known beforehand of the model alone, without any library.</summary>
    /// <param name="dimension">Length of the embeddings.</param>
    /// <param name="model">Name of the embedding model.</param>
    /// <param name="spread">How different people's cosines spread under it.</param>
    public static ScoreNormalisation WithoutLibrary(int dimension, string model, CosineSpread spread) =>
        new(model, spread, new EmbeddingMatrix(0, dimension));

    /// <summary>A face's level.</summary>
    /// <param name="face">
    /// Unit length; a mean of several faces brought to unit length is nearer to everybody and has a higher level than each of them.
    /// </param>
    public double Level(ReadOnlySpan<float> face)
    {
        var row = new EmbeddingMatrix(1, this.cohort.Dimension);
        face[..this.cohort.Dimension].CopyTo(row.Row(0));
        return Levels(row, 0, 1)[0];
    }

    /// <summary>The levels of many faces, on all cores.</summary>
    /// <param name="faces">Each of unit length.</param>
    public float[] Levels(IReadOnlyList<float[]> faces)
    {
        ArgumentNullException.ThrowIfNull(faces);
        return AllLevels(EmbeddingMatrix.From(faces, this.cohort.Dimension));
    }

    /// <summary>A cosine as it would be between two of LFW's people whose faces have as much in common.</summary>
    /// <param name="cosine">The cosine, or a mean of cosines.</param>
    /// <param name="oneLevel">The level of the one, or the mean level of several.</param>
    /// <param name="otherLevel">The other's.</param>
    public double Correct(double cosine, double oneLevel, double otherLevel) => cosine - ((oneLevel + otherLevel) / 2) + ReferenceLevel;

    /// <summary>The levels of all rows, on all cores.</summary>
    internal float[] AllLevels(EmbeddingMatrix faces)
    {
        var levels = new float[faces.Rows];
        Parallel.For(0, (faces.Rows + BlockedProduct.BlockRows - 1) / BlockedProduct.BlockRows, ParallelWork.Options(), block =>
        {
            var start = block * BlockedProduct.BlockRows;
            var count = Math.Min(BlockedProduct.BlockRows, faces.Rows - start);
            Levels(faces, start, count).CopyTo(levels, start);
        });
        return levels;
    }

    /// <summary>The levels of a block of rows.</summary>
    internal float[] Levels(EmbeddingMatrix faces, int start, int count)
    {
        var levels = new float[count];
        for (var i = 0; i < count; i++)
            levels[i] = (float)(PriorLevel(faces.Row(start + i)) + offset);
        if (this.nearest == 0)
            return levels;
        var cosines = new float[count * this.cohort.Rows];
        BlockedProduct.Multiply(faces, start, count, this.cohort, cosines);
        for (var i = 0; i < count; i++)
            levels[i] = (float)((weight * MeanOfGreatest(cosines.AsSpan(i * this.cohort.Rows, this.cohort.Rows))) + ((1 - weight) * levels[i]));
        return levels;
    }

    private static double Weight(double seen, double expected) => seen * seen / ((seen * seen) + (expected * expected));

    private double PriorLevel(ReadOnlySpan<float> face) => prior?.Level(face) ?? ReferenceLevel;

    /// <summary>Rows of the cohort of which no two are perhaps one person, each taken where none before it is too near.</summary>
    private List<int> DifferentPeople()
    {
        var taken = new List<int>();
        for (var row = 0; row < this.cohort.Rows; row++)
        {
            var candidate = row;
            if (taken.TrueForAll(other => BlockedProduct.Dot(this.cohort.Row(other), this.cohort.Row(candidate)) < perhapsSame))
                taken.Add(row);
        }
        return taken;
    }

    /// <summary>
    /// The level that faces of these people have on average, from the middle and the lower half of their cosines: the upper half holds pairs
    /// of one person who look too different to be taken for one.
    /// </summary>
    private double LevelOf(List<int> people)
    {
        var cosines = Cosines(people);
        var middle = Quantile(cosines, 0.5);

        // One deviation below the middle of a normal distribution lies 15.87 % of it.
        return middle + (MeanOfNearest * (middle - Quantile(cosines, 0.1587)));
    }

    /// <summary>The cosines of all pairs of these rows of the cohort, ascending.</summary>
    private List<float> Cosines(List<int> people)
    {
        var chosen = this.cohort.Take(people);
        var cosines = new List<float>(people.Count * (people.Count - 1) / 2);
        var product = new float[BlockedProduct.BlockRows * people.Count];
        for (var start = 0; start < people.Count; start += BlockedProduct.BlockRows)
        {
            var count = Math.Min(BlockedProduct.BlockRows, people.Count - start);
            BlockedProduct.Multiply(chosen, start, count, chosen, product);
            for (var i = 0; i < count; i++)
                cosines.AddRange(product.AsSpan(i * people.Count, start + i));
        }
        cosines.Sort();
        return cosines;
    }

    private static double Quantile(List<float> ascending, double share)
    {
        var at = share * (ascending.Count - 1);
        var below = (int)at;
        var above = Math.Min(below + 1, ascending.Count - 1);
        return ascending[below] + ((at - below) * (ascending[above] - ascending[below]));
    }

    private double MeanOfGreatest(Span<float> cosines)
    {
        for (var i = 0; i < cosines.Length; i++)
        {
            if (cosines[i] > SameFace)
                cosines[i] = -1;
        }
        var greatest = GreatestFirst.Take(cosines, Math.Min(cosines.Length, this.nearest + MostOfOnePerson));
        Span<float> descending = stackalloc float[greatest.Length];
        greatest.CopyTo(descending);
        descending.Sort((one, other) => other.CompareTo(one));
        var own = 0;
        while (own < MostOfOnePerson && own + this.nearest < descending.Length && descending[own] > perhapsSame)
            own++;
        var others = descending.Slice(own, Math.Min(this.nearest, descending.Length - own));
        return TensorPrimitives.Sum<float>(others) / others.Length;
    }
}
