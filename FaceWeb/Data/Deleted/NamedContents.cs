using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Data.Deleted;

/// <summary>
/// The contents that the store has to keep, by their SHA-256: those of photos and of Live Photos' clips, living and in the trash. A content that
/// no row names is removed.
/// </summary>
public static class NamedContents
{
    /// <summary>All of them, each once, as a query.</summary>
    public const string All =
        """
        SELECT "Sha256" AS "Value" FROM "Photos" UNION SELECT "Sha256" FROM "TrashedPhotos"
        UNION SELECT "ClipSha256" FROM "Photos" WHERE "ClipSha256" IS NOT NULL
        UNION SELECT "ClipSha256" FROM "TrashedPhotos" WHERE "ClipSha256" IS NOT NULL
        """;

    /// <summary>Whether a row names a content.</summary>
    /// <param name="db">The database.</param>
    /// <param name="sha256">The content.</param>
    /// <param name="cancel">Stops looking.</param>
    public static async Task<bool> HasAsync(FaceWebDb db, string sha256, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        return await db.Photos.AnyAsync(p => p.Sha256 == sha256 || p.ClipSha256 == sha256, cancel)
            || await db.TrashedPhotos.AnyAsync(
                p => (string)p[nameof(Photo.Sha256)] == sha256 || (string?)p[nameof(Photo.ClipSha256)] == sha256, cancel);
    }
}
