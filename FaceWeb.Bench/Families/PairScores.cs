using FaceWeb.Pipeline.Classification.Normalisation;
using FaceWeb.Pipeline.Classification.Svm;

namespace FaceWeb.Bench.Families;

/// <summary>The scores of all pairs of a set's faces, sorted into pairs of one person, of relatives and of strangers.</summary>
internal sealed class PairScores
{
    private readonly List<float> same = [];
    private readonly List<float> relatives = [];
    private readonly List<float> kin = [];
    private readonly List<float> strangers = [];

    /// <summary>Scores all pairs of a set.</summary>
    /// <param name="faces">The faces.</param>
    /// <param name="normalisation">By which cosines are corrected; null for cosines as they are.</param>
    /// <param name="isKin">Whether two people, given by their folders, are parent and child or siblings.</param>
    public PairScores(IReadOnlyList<FamilyFace> faces, ScoreNormalisation? normalisation, Func<string, string, bool> isKin)
    {
        Score(faces, normalisation, isKin);
        Sort();
    }

    /// <summary>Scores all pairs of each of several sets, and of no two.</summary>
    /// <param name="sets">The faces of each, and by which cosines are corrected in it.</param>
    /// <param name="isKin">Whether two people, given by their folders, are parent and child or siblings.</param>
    public PairScores(
        IEnumerable<(IReadOnlyList<FamilyFace> Faces, ScoreNormalisation? Normalisation)> sets, Func<string, string, bool> isKin)
    {
        foreach (var (faces, normalisation) in sets)
            Score(faces, normalisation, isKin);
        Sort();
    }

    /// <summary>Pairs of strangers.</summary>
    public int Strangers => strangers.Count;

    /// <summary>Pairs of one person.</summary>
    public int Same => same.Count;

    /// <summary>Pairs of one family's different people.</summary>
    public int Relatives => relatives.Count;

    /// <summary>The share of pairs of one person that pass where a share of the pairs of strangers does.</summary>
    public double? TrueAcceptAmongStrangers(double rate) => Above(same, Threshold(strangers, rate));

    /// <summary>The same among relatives: any two members of one family.</summary>
    public double? TrueAcceptAmongRelatives(double rate) => Above(same, Threshold(relatives, rate));

    /// <summary>The same among parents and children and siblings only.</summary>
    public double? TrueAcceptAmongKin(double rate) => Above(same, Threshold(kin, rate));

    /// <summary>The share of pairs of one person above a score.</summary>
    public double TrueAccepts(double threshold) => Above(same, threshold) ?? double.NaN;

    /// <summary>The share of pairs of strangers above a score.</summary>
    public double FalseAccepts(double threshold) => Above(strangers, threshold) ?? double.NaN;

    // Pairs of one photo are left out: they are two people, or the label is wrong.
    private void Score(IReadOnlyList<FamilyFace> faces, ScoreNormalisation? normalisation, Func<string, string, bool> isKin)
    {
        var matrix = EmbeddingMatrix.From([.. faces.Select(face => face.Face.Embedding)], faces[0].Face.Embedding.Length);
        var levels = normalisation?.AllLevels(matrix);
        var cosines = new float[BlockedProduct.BlockRows * faces.Count];
        for (var start = 0; start < faces.Count; start += BlockedProduct.BlockRows)
        {
            var count = Math.Min(BlockedProduct.BlockRows, faces.Count - start);
            BlockedProduct.Multiply(matrix, start, count, matrix, cosines);
            for (var i = start; i < start + count; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    if (faces[i].Photo == faces[j].Photo)
                        continue;
                    var cosine = cosines[((i - start) * faces.Count) + j];
                    Add(faces[i], faces[j], levels is null ? cosine : (float)normalisation!.Correct(cosine, levels[i], levels[j]), isKin);
                }
            }
        }
    }

    private void Sort()
    {
        foreach (var scores in new[] { same, relatives, kin, strangers })
            scores.Sort();
    }

    private void Add(FamilyFace one, FamilyFace other, float score, Func<string, string, bool> isKin)
    {
        if (one.Face.Person == other.Face.Person)
        {
            same.Add(score);
        }
        else if (one.Family != other.Family)
        {
            strangers.Add(score);
        }
        else
        {
            relatives.Add(score);
            if (isKin(one.Face.Person, other.Face.Person))
                kin.Add(score);
        }
    }

    private static double? Threshold(List<float> ascending, double rate) =>
        ascending.Count == 0 ? null : ascending[^(1 + (int)Math.Floor(rate * ascending.Count))];

    private static double? Above(List<float> ascending, double? threshold)
    {
        if (threshold is not { } least || ascending.Count == 0)
            return null;
        var (low, high) = (0, ascending.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ascending[middle] > least)
                high = middle;
            else
                low = middle + 1;
        }
        return (ascending.Count - low) / (double)ascending.Count;
    }
}
