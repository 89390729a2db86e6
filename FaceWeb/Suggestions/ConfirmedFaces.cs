using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;
using FaceWeb.Pipeline.Classification.Training;
using FaceWeb.Pipeline.Embedding;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Suggestions;

/// <summary>
/// Reads the faces that people have named, for training and for suggesting. Where two faces of one photo are two people, two tracks of one video
/// need not be: each is on a photo of its own, whose number is its key with a minus.
/// </summary>
public static class ConfirmedFaces
{
    /// <summary>All confirmed faces that the model can compare; those of hidden and merged-away people are left out.</summary>
    public static Task<List<LabelledFace>> ReadAsync(FaceWebDb db, RecognitionModel model, CancellationToken cancel) =>
        ReadAsync(db, Of(db), model, cancel);

    /// <summary>The same of some people.</summary>
    /// <param name="db">The database.</param>
    /// <param name="model">The model in use.</param>
    /// <param name="people">At most some hundred people.</param>
    /// <param name="cancel">Stops reading.</param>
    internal static Task<List<LabelledFace>> OfAsync(
        FaceWebDb db, RecognitionModel model, IReadOnlyCollection<long> people, CancellationToken cancel) =>
        ReadAsync(db, Of(db).Where(f => people.Contains(f.PersonId!.Value)), model, cancel);

    /// <summary>What tells one of these faces from what it was before, without its vector: some hundred bytes and an index less to read.</summary>
    internal static IAsyncEnumerable<ConfirmedRow> RowsAsync(IQueryable<Face> confirmed, RecognitionModel model)
    {
        var packs = model.Packs.ToList();
        return confirmed.AsNoTracking().Select(f => new ConfirmedRow(
            f.Id, f.PersonId!.Value, f.Track == null ? f.PhotoId : -f.Id, f.Quality, f.Embeddings.Count(e => packs.Contains(e.Model)),
            f.Embeddings.Where(e => packs.Contains(e.Model)).Max(e => (long?)e.Id) ?? 0)).AsAsyncEnumerable();
    }

    /// <summary>The confirmed faces; those of hidden and merged-away people are left out.</summary>
    internal static IQueryable<Face> Of(FaceWebDb db) => db.Faces.Where(
        f => f.Decision == FaceDecision.Confirmed && f.PersonId != null && !f.Person!.Hidden && f.Person.MergedIntoId == null);

    /// <summary>How many confirmed faces still lack a measurement that the model needs.</summary>
    public static Task<int> CountWaitingAsync(FaceWebDb db, RecognitionModel model, CancellationToken cancel) =>
        FaceVectors.Incomplete(Of(db), model).CountAsync(cancel);

    // Who they are first, and their vectors part by part: in one query SQLite sorts them with their vectors, in its own memory, at each training
    // and start some hundred megabytes in a library of 200,000.
    private static async Task<List<LabelledFace>> ReadAsync(
        FaceWebDb db, IQueryable<Face> confirmed, RecognitionModel model, CancellationToken cancel)
    {
        var rows = await confirmed.AsNoTracking().OrderBy(f => f.Id)
            .Select(f => new { f.Id, PersonId = f.PersonId!.Value, Scene = f.Track == null ? f.PhotoId : -f.Id, f.Quality }).ToListAsync(cancel);
        var faces = new List<LabelledFace>(rows.Count);
        foreach (var part in rows.Chunk(Batch.Size))
        {
            var vectors = await FaceVectors.ReadAsync(db, model, Array.ConvertAll(part, r => r.Id), cancel);
            faces.AddRange(part.Where(r => vectors.ContainsKey(r.Id))
                .Select(r => new LabelledFace(r.Id, r.PersonId, r.Scene, vectors[r.Id], r.Quality)));
        }
        return faces;
    }
}
