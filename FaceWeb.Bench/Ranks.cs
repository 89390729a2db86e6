namespace FaceWeb.Bench;

/// <summary>What follows from the order of numbers.</summary>
public static class Ranks
{
    /// <summary>The number in the middle of their order; of two the greater.</summary>
    /// <param name="values">At least one.</param>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    /// <summary>Spearman's rank correlation: 1 for the same order, -1 for the opposite one; equal numbers share their mean rank.</summary>
    public static double Correlation(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        double[] a = Of(first), b = Of(second);
        double mean = (a.Length - 1) / 2.0, product = 0, squareA = 0, squareB = 0;
        for (var i = 0; i < a.Length; i++)
        {
            product += (a[i] - mean) * (b[i] - mean);
            squareA += (a[i] - mean) * (a[i] - mean);
            squareB += (b[i] - mean) * (b[i] - mean);
        }
        return squareA > 0 && squareB > 0 ? product / Math.Sqrt(squareA * squareB) : 0;
    }

    private static double[] Of(IReadOnlyList<double> values)
    {
        int[] order = [.. Enumerable.Range(0, values.Count).OrderBy(i => values[i])];
        var ranks = new double[values.Count];
        for (int start = 0, end; start < order.Length; start = end)
        {
            for (end = start + 1; end < order.Length && values[order[end]] == values[order[start]]; end++)
            {
            }
            for (var i = start; i < end; i++)
                ranks[order[i]] = (start + end - 1) / 2.0;
        }
        return ranks;
    }
}
