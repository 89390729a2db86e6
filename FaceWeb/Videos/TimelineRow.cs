namespace FaceWeb.Videos;

/// <summary>A row of the time line.</summary>
/// <param name="Key">Names it on the page.</param>
/// <param name="Name">Whose it is, in words.</param>
/// <param name="Kind">Whose it is.</param>
/// <param name="Tracks">The appearances, in order of time; at least one.</param>
public sealed record TimelineRow(string Key, string Name, RowKind Kind, IReadOnlyList<TrackView> Tracks);
