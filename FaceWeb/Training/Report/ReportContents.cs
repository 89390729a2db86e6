namespace FaceWeb.Training.Report;

/// <summary>What a report names, as it stands now.</summary>
/// <param name="Names">Names by person; people who are gone are missing.</param>
/// <param name="Photos">The photo of each face that there still is.</param>
/// <param name="Pairs">People taken for each other, most faces first.</param>
/// <param name="Suspects">Confirmed faces that look wrong and have not been decided since, the least fitting first.</param>
/// <param name="MoreSuspects">How many more the report names beyond those that were read.</param>
public sealed record ReportContents(
    IReadOnlyDictionary<long, string> Names,
    IReadOnlyDictionary<long, long> Photos,
    IReadOnlyList<ConfusedPair> Pairs,
    IReadOnlyList<SuspectView> Suspects,
    int MoreSuspects)
{
    /// <summary>A person's name.</summary>
    public string NameOf(long person) => Names.GetValueOrDefault(person, "a person who is gone");
}
