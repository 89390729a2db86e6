namespace FaceWeb.People;

/// <summary>Who is to be merged.</summary>
/// <param name="From">The people who become the one that the address names.</param>
public sealed record MergeBody(IReadOnlyList<long>? From);
