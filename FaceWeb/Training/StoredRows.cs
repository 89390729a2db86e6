using FaceWeb.Data;
using FaceWeb.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Training;

/// <summary>
/// The people, faces and measurements that a database holds at a moment, by their counts up to the newest one: keys are never given twice, so
/// whether one of them has gone since is a matter of milliseconds.
/// </summary>
internal sealed record StoredRows(long Person, int People, long Face, int Faces, long Embedding, int Embeddings)
{
    /// <summary>As it is now.</summary>
    public static async Task<StoredRows> ReadAsync(FaceWebDb db) => await CountAsync(
        db, await db.People.MaxAsync(p => (long?)p.Id) ?? 0, await db.Faces.MaxAsync(f => (long?)f.Id) ?? 0,
        await db.Embeddings.MaxAsync(e => (long?)e.Id) ?? 0);

    /// <summary>Whether any of these rows has gone since; new ones do not count.</summary>
    public async Task<bool> HaveGoneAsync(FaceWebDb db) => await CountAsync(db, Person, Face, Embedding) != this;

    private static async Task<StoredRows> CountAsync(FaceWebDb db, long person, long face, long embedding) => new(
        person, await RowsUpTo.CountAsync<Person>(db, person), face, await RowsUpTo.CountAsync<Face>(db, face), embedding,
        await RowsUpTo.CountAsync<Embedding>(db, embedding));
}
