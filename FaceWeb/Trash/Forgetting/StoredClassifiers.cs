using FaceWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Trash.Forgetting;

/// <summary>
/// Classifiers are made of the measurements of the faces that they were trained on: those that were trained while a forgotten face was there lose
/// their contents, be they in use or kept for going back; their reports, which hold numbers only, stay.
/// </summary>
internal static class StoredClassifiers
{
    // A training says when it began to read; the photo it read last may have been uploaded a moment later.
    private static readonly TimeSpan Reading = TimeSpan.FromHours(1);

    /// <summary>
    /// Empties them one by one. Each is overwritten in the file, and twenty of a large library's are gigabytes: called before the deletion's own
    /// transaction, nobody else waits for more than one of them, and called in it as well for what was stored in between.
    /// </summary>
    /// <param name="db">The database.</param>
    /// <param name="from">Since when the faces have been there, UTC.</param>
    /// <param name="until">Until when, UTC.</param>
    /// <returns>Whether there were any: then a new one has to be trained.</returns>
    public static async Task<bool> EmptyAsync(FaceWebDb db, DateTime from, DateTime until)
    {
        var earliest = from - DateTime.MinValue > Reading ? from - Reading : DateTime.MinValue;
        // By its length, for which a blob is not read. ("> 0" is taken for "any", which has no translation.)
        var full = await db.Classifiers.Where(c => c.Blob.Length >= 1 && c.TrainedAt >= earliest && c.TrainedAt <= until).Select(c => c.Id)
            .ToListAsync();
        foreach (var id in full)
            await db.Classifiers.Where(c => c.Id == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.Blob, Array.Empty<byte>()));
        return full.Count > 0;
    }
}
