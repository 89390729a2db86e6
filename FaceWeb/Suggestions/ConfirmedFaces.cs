using FaceWeb.Data;
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
        ReadAsync(Of(db, model), model, cancel);

    /// <summary>The same of some people.</summary>
    /// <param name="db">The database.</param>
    /// <param name="model">The model in use.</param>
    /// <param name="people">At most some hundred people.</param>
    /// <param name="cancel">Stops reading.</param>
    internal static Task<List<LabelledFace>> OfAsync(
        FaceWebDb db, RecognitionModel model, IReadOnlyCollection<long> people, CancellationToken cancel) =>
        ReadAsync(Of(db, model).Where(e => people.Contains(e.Face!.PersonId!.Value)), model, cancel);

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

    private static IQueryable<Embedding> Of(FaceWebDb db, RecognitionModel model) => FaceVectors.Of(db, model).AsNoTracking()
        .Where(e => e.Face!.Decision == FaceDecision.Confirmed && e.Face.PersonId != null && !e.Face.Person!.Hidden
            && e.Face.Person.MergedIntoId == null);

    private static async Task<List<LabelledFace>> ReadAsync(IQueryable<Embedding> embeddings, RecognitionModel model, CancellationToken cancel)
    {
        var rows = embeddings.OrderBy(e => e.FaceId)
            .Select(e => new
            {
                e.FaceId,
                e.Model,
                PersonId = e.Face!.PersonId!.Value,
                Scene = e.Face.Track == null ? e.Face.PhotoId : -e.FaceId,
                e.Vector,
                e.Face.Quality,
            });
        var faces = new List<LabelledFace>();
        await foreach (var (row, vector) in FaceVectors.Join(rows.AsAsyncEnumerable(), model, r => r.FaceId, r => r.Model, r => r.Vector)
            .WithCancellation(cancel))
            faces.Add(new LabelledFace(row.FaceId, row.PersonId, row.Scene, vector, row.Quality));
        return faces;
    }
}
