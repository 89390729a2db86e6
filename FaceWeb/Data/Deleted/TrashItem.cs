namespace FaceWeb.Data.Deleted;

/// <summary>
/// One thing in the trash: a photo, an album or a person, deleted as such. What it consists of lies in the tables of <see cref="TrashedTables"/>
/// and goes with this row.
/// </summary>
public sealed class TrashItem
{
    /// <summary>The row's key; never used twice.</summary>
    public long Id { get; set; }

    /// <summary>What it is.</summary>
    public TrashKind Kind { get; set; }

    /// <summary>The key that the photo, album or person had and has again once brought back.</summary>
    public long ItemKey { get; set; }

    /// <summary>The album of a photo; null for everything else. It may be in the trash as well, or gone.</summary>
    public long? AlbumId { get; set; }

    /// <summary>The file's, album's or person's name.</summary>
    public required string Name { get; set; }

    /// <summary>The name of a photo's album, so that a photo can be brought back after its album went for good; null for everything else.</summary>
    public string? AlbumName { get; set; }

    /// <summary>How many photos it holds.</summary>
    public int Photos { get; set; }

    /// <summary>How many faces are on these photos; of a person, how many were confirmed as them.</summary>
    public int Faces { get; set; }

    /// <summary>The size of its originals in bytes.</summary>
    public long Bytes { get; set; }

    /// <summary>When it was deleted, UTC.</summary>
    public DateTime DeletedAt { get; set; }

    /// <summary>Who deleted it (<see cref="AppUser"/>'s key).</summary>
    public required string UserId { get; set; }

    /// <summary>The action that deleted it, perhaps together with others.</summary>
    public long ActionId { get; set; }
}
