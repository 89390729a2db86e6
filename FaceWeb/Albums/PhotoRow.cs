namespace FaceWeb.Albums;

/// <summary>One row of an album's grid.</summary>
/// <param name="Number">Which row, from 0.</param>
/// <param name="Photos">Its photos, left to right.</param>
public sealed record PhotoRow(int Number, IReadOnlyList<PhotoSummary> Photos);
