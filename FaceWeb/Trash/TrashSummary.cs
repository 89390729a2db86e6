namespace FaceWeb.Trash;

/// <summary>All that is in the trash.</summary>
/// <param name="Items">How many things.</param>
/// <param name="Photos">How many photos, those of albums included.</param>
/// <param name="Bytes">What emptying it gives back: the size in bytes of the originals that no photo outside of it shares.</param>
/// <param name="Days">For how many days something stays.</param>
public sealed record TrashSummary(int Items, int Photos, long Bytes, int Days);
