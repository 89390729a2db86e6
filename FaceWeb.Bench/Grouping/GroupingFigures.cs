namespace FaceWeb.Bench.Grouping;

/// <summary>How well groups agree with names.</summary>
/// <param name="PairwisePrecision">Share of the pairs put together that are one person.</param>
/// <param name="PairwiseRecall">Share of the pairs of one person that were put together.</param>
/// <param name="BCubedPrecision">Mean over faces of the share of their group that is their person (Bagga and Baldwin, 1998).</param>
/// <param name="BCubedRecall">Mean over faces of the share of their person that is in their group.</param>
public sealed record GroupingFigures(double PairwisePrecision, double PairwiseRecall, double BCubedPrecision, double BCubedRecall)
{
    /// <summary>Works the figures out.</summary>
    /// <param name="groups">The faces of each group.</param>
    /// <param name="personOf">A face's person.</param>
    public static GroupingFigures From(IReadOnlyList<IReadOnlyList<long>> groups, Func<long, string> personOf)
    {
        var ofPerson = groups.SelectMany(group => group).GroupBy(personOf).ToDictionary(person => person.Key, person => (long)person.Count());
        long right = 0, together = 0, faces = 0;
        double precision = 0, recall = 0;
        foreach (var group in groups)
        {
            together += Pairs(group.Count);
            faces += group.Count;
            foreach (var part in group.GroupBy(personOf))
            {
                long size = part.Count();
                right += Pairs(size);
                precision += size * (double)size / group.Count;
                recall += size * (double)size / ofPerson[part.Key];
            }
        }
        var wanted = ofPerson.Values.Sum(Pairs);
        return new GroupingFigures(
            together == 0 ? 1 : right / (double)together,
            wanted == 0 ? 1 : right / (double)wanted,
            precision / faces,
            recall / faces);
    }

    private static long Pairs(long faces) => faces * (faces - 1) / 2;
}
