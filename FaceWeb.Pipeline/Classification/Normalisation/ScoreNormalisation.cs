using System.Numerics.Tensors;
using FaceWeb.Pipeline.Classification.Scoring;
using FaceWeb.Pipeline.Classification.Svm;

namespace FaceWeb.Pipeline.Classification.Normalisation;

/// <summary>
/// Makes cosines mean the same for everybody. Each face has a level: the mean cosine to the nearest twentieth of the library's other people
/// (the cohort). A baby's is high, because to the network all babies look alike; so is everybody's in a library of people whom the
/// network was hardly taught. A cosine is corrected by the mean of the two faces' levels (symmetric score normalisation by adaptive
/// cohorts, Matejka et al., Interspeech 2017, with the mean alone: dividing by the deviation as well lost on LFW what it gained on
/// families) and brought back to where cosines of LFW's people lie, so that one threshold holds for all. Immutable.
/// </summary>
public sealed class ScoreNormalisation
{
    /// <summary>The share of the cohort that counts as nearest.</summary>
    internal const double NearestShare = 0.05;

    /// <summary>The mean of the greatest twentieth of a normal distribution, in deviations above its mean.</summary>
    internal const double MeanOfNearest = 2.0627;

    /// <summary>With fewer people than this a library says nothing, and the prior alone is used.</summary>
    private const int FewestPeople = 8;

    /// <summary>The prior of a face's level counts as much as so many people of the library.</summary>
    private const double PeopleOfPrior = 100;

    /// <summary>The prior of the library's mean level counts as much as so many of its people: a mean is settled by few.</summary>
    private const double PeopleOfOffset = 3;

    /// <summary>The same photo in another album, or the face itself.</summary>
    private const float SameFace = 0.999f;

    private readonly EmbeddingMatrix cohort;
    private readonly CohortPrior? prior;
    private readonly CosineSpread spread;
    private readonly int nearest;
    private readonly double weight;
    private readonly double offset;

    internal ScoreNormalisation(string model, CosineSpread spread, EmbeddingMatrix cohort)
    {
        (this.spread, this.cohort) = (spread, cohort);
        prior = CohortPrior.For(model, cohort.Dimension);
        ReferenceLevel = spread.Mean + (MeanOfNearest * spread.Deviation);
        var people = cohort.Rows;
        if (people < FewestPeople)
            return;
        this.nearest = Math.Max(2, (int)Math.Round(NearestShare * people));
        weight = people / (people + PeopleOfPrior);
        var above = new double[people];
        ForEachNearest(cohort, (row, nearest) => above[row] = nearest - PriorLevel(cohort.Row(row)));
        offset = above.Sum() / (people + PeopleOfOffset);
    }

    /// <summary>The level that faces of LFW have on average under the model; a corrected cosine of two such faces is the cosine itself.</summary>
    public double ReferenceLevel { get; }

    /// <summary>
    /// By how much the library's faces are nearer to each other than LFW's, on average; about 0 for LFW, 0.1 for adults of one studio and
    /// one part of the world.
    /// </summary>
    public double LibraryOffset => offset;

    /// <summary>How many different people of the library it rests on.</summary>
    public int People => this.cohort.Rows;

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
        Parallel.For(0, (faces.Rows + BlockedProduct.BlockRows - 1) / BlockedProduct.BlockRows, block =>
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

    private double PriorLevel(ReadOnlySpan<float> face) => prior?.Level(face) ?? ReferenceLevel;

    private void ForEachNearest(EmbeddingMatrix faces, Action<int, double> found)
    {
        Parallel.For(0, (faces.Rows + BlockedProduct.BlockRows - 1) / BlockedProduct.BlockRows, block =>
        {
            var start = block * BlockedProduct.BlockRows;
            var count = Math.Min(BlockedProduct.BlockRows, faces.Rows - start);
            var cosines = new float[count * this.cohort.Rows];
            BlockedProduct.Multiply(faces, start, count, this.cohort, cosines);
            for (var i = 0; i < count; i++)
                found(start + i, MeanOfGreatest(cosines.AsSpan(i * this.cohort.Rows, this.cohort.Rows)));
        });
    }

    private double MeanOfGreatest(Span<float> cosines)
    {
        for (var i = 0; i < cosines.Length; i++)
        {
            if (cosines[i] > SameFace)
                cosines[i] = -1;
        }
        return TensorPrimitives.Sum<float>(GreatestFirst.Take(cosines, this.nearest)) / this.nearest;
    }
}
