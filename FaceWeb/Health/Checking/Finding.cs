namespace FaceWeb.Health.Checking;

/// <summary>Something that is wrong.</summary>
/// <param name="Kind">What.</param>
/// <param name="Count">How often.</param>
/// <param name="Sentence">What it means and what to do.</param>
/// <param name="Examples">Some of them: keys of rows, or hashes of files.</param>
/// <param name="Mended">Whether it has been put right.</param>
public sealed record Finding(FindingKind Kind, int Count, string Sentence, IReadOnlyList<string> Examples, bool Mended);
