using FaceWeb.Data.Deleted;

namespace FaceWeb.Trash;

/// <summary>One thing in the trash.</summary>
/// <param name="Id">Its key in the trash.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Key">The key that the photo, album or person had, and has again once brought back.</param>
/// <param name="Name">The file's, album's or person's name.</param>
/// <param name="AlbumName">The album that a photo was in; null for everything else.</param>
/// <param name="Photos">How many photos it holds.</param>
/// <param name="Faces">How many faces are on them; of a person, how many were confirmed as them.</param>
/// <param name="Bytes">The size of its originals in bytes.</param>
/// <param name="DeletedAt">When it was deleted, UTC.</param>
/// <param name="DeletedBy">Who deleted it: the e-mail address, or null when the account is gone.</param>
/// <param name="GoesAt">When it goes for good, UTC.</param>
public sealed record TrashEntry(
    long Id, TrashKind Kind, long Key, string Name, string? AlbumName, int Photos, int Faces, long Bytes, DateTime DeletedAt, string? DeletedBy,
    DateTime GoesAt);
