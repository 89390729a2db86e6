using System.Numerics.Tensors;
using FaceWeb.Data;
using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Embedding;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Recognition;

/// <summary>Reads the faces that people have named, for training, for suggesting and for explaining.</summary>
public static class ConfirmedFaces
{
    /// <summary>All confirmed faces that the model can compare; those of hidden and merged-away people are left out.</summary>
    public static Task<List<LabelledFace>> ReadAsync(FaceWebDb db, RecognitionModel model, CancellationToken cancel) =>
        ListAsync(Rows(db, model), model, cancel);

    /// <summary>All confirmed faces of these people but one face, as <see cref="ReadAsync"/> gives them.</summary>
    public static Task<List<LabelledFace>> OfPeopleAsync(
        FaceWebDb db, RecognitionModel model, IReadOnlyCollection<long> people, long exceptFaceId, CancellationToken cancel) =>
        ListAsync(Rows(db, model).Where(e => e.FaceId != exceptFaceId && people.Contains(e.Face!.PersonId!.Value)), model, cancel);

    /// <summary>
    /// The confirmed faces most like a face, nearest first. Every confirmed face is read and compared, one after the other, in no more
    /// memory than the ones that are answered.
    /// </summary>
    /// <param name="db">The database.</param>
    /// <param name="model">Only faces that this model can compare.</param>
    /// <param name="embedding">The face, of unit length.</param>
    /// <param name="exceptFaceId">The face itself.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancel">Stops reading.</param>
    public static async Task<List<(LabelledFace Face, double Cosine)>> NearestAsync(
        FaceWebDb db, RecognitionModel model, float[] embedding, long exceptFaceId, int most, CancellationToken cancel)
    {
        var nearest = new PriorityQueue<LabelledFace, double>();
        await foreach (var face in StreamAsync(Rows(db, model).Where(e => e.FaceId != exceptFaceId), model).WithCancellation(cancel))
        {
            var cosine = (double)TensorPrimitives.Dot<float>(face.Embedding, embedding);
            if (nearest.Count == most && nearest.TryPeek(out _, out var least) && cosine <= least)
                continue;
            nearest.Enqueue(face, cosine);
            if (nearest.Count > most)
                nearest.Dequeue();
        }
        return [.. nearest.UnorderedItems.OrderByDescending(n => n.Priority).ThenBy(n => n.Element.FaceId).Select(n => (n.Element, n.Priority))];
    }

    /// <summary>How many confirmed faces still lack a measurement that the model needs.</summary>
    public static Task<int> CountWaitingAsync(FaceWebDb db, RecognitionModel model, CancellationToken cancel) =>
        FaceVectors.Incomplete(
            db.Faces.Where(f => f.Decision == FaceDecision.Confirmed && f.PersonId != null && !f.Person!.Hidden && f.Person.MergedIntoId == null), model).CountAsync(cancel);

    private static IQueryable<Embedding> Rows(FaceWebDb db, RecognitionModel model) => FaceVectors.Of(db, model).AsNoTracking()
        .Where(e => e.Face!.Decision == FaceDecision.Confirmed && e.Face.PersonId != null && !e.Face.Person!.Hidden && e.Face.Person.MergedIntoId == null);

    private static async Task<List<LabelledFace>> ListAsync(IQueryable<Embedding> embeddings, RecognitionModel model, CancellationToken cancel)
    {
        var faces = new List<LabelledFace>();
        await foreach (var face in StreamAsync(embeddings, model).WithCancellation(cancel))
            faces.Add(face);
        return faces;
    }

    private static async IAsyncEnumerable<LabelledFace> StreamAsync(IQueryable<Embedding> embeddings, RecognitionModel model)
    {
        var rows = embeddings.OrderBy(e => e.FaceId)
            .Select(e => new { e.FaceId, e.Model, PersonId = e.Face!.PersonId!.Value, e.Face.PhotoId, e.Vector, e.Face.Quality });
        await foreach (var (row, vector) in FaceVectors.Join(rows.AsAsyncEnumerable(), model, r => r.FaceId, r => r.Model, r => r.Vector))
            yield return new LabelledFace(row.FaceId, row.PersonId, row.PhotoId, vector, row.Quality);
    }
}
