using System.Numerics.Tensors;
using FaceWeb.Data;
using FaceWeb.Pipeline.Embedding;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Faces;

/// <summary>
/// Turns the stored embeddings of faces into the vectors that are compared: a face has one row for each pack, and counts only once it has
/// one of every pack that the model in use needs, so that vectors of different models never meet.
/// </summary>
public static class FaceVectors
{
    /// <summary>The faces that lack an embedding of a pack that the model needs.</summary>
    public static IQueryable<Face> Incomplete(IQueryable<Face> faces, RecognitionModel model)
    {
        var (packs, needed) = (model.Packs.ToList(), model.Packs.Count);
        return faces.Where(f => f.Embeddings.Count(e => packs.Contains(e.Model)) < needed);
    }

    /// <summary>The embeddings of the model's packs; ordered by face, they can be joined by <see cref="Join"/>.</summary>
    public static IQueryable<Embedding> Of(FaceWebDb db, RecognitionModel model)
    {
        var packs = model.Packs.ToList();
        return db.Embeddings.Where(e => packs.Contains(e.Model));
    }

    /// <summary>One face's vector; null when it lacks a measurement that the model needs.</summary>
    public static async Task<float[]?> OfFaceAsync(FaceWebDb db, RecognitionModel model, long faceId, CancellationToken cancel)
    {
        var rows = Of(db, model).AsNoTracking().Where(e => e.FaceId == faceId).Select(e => new { e.FaceId, e.Model, e.Vector });
        await foreach (var (_, vector) in Join(rows.AsAsyncEnumerable(), model, r => r.FaceId, r => r.Model, r => r.Vector).WithCancellation(cancel))
            return vector;
        return null;
    }

    /// <summary>Joins rows of one or more packs into one vector a face; a face that lacks a pack's row is left out.</summary>
    /// <param name="rows">Rows whose faces come one after the other.</param>
    /// <param name="model">The model in use.</param>
    /// <param name="face">A row's face.</param>
    /// <param name="pack">The pack that made it.</param>
    /// <param name="stored">Its half-precision numbers.</param>
    public static async IAsyncEnumerable<(TRow Row, float[] Vector)> Join<TRow>(
        IAsyncEnumerable<TRow> rows, RecognitionModel model, Func<TRow, long> face, Func<TRow, string> pack, Func<TRow, byte[]> stored)
    {
        var packs = model.Packs.ToList();
        var parts = new float[]?[packs.Count];
        var found = 0;
        long? current = null;
        await foreach (var row in rows)
        {
            if (current != face(row))
            {
                (current, found) = (face(row), 0);
                Array.Clear(parts);
            }
            var at = packs.IndexOf(pack(row));
            if (at < 0 || parts[at] is not null)
                continue;
            parts[at] = Unit(stored(row));
            if (++found == parts.Length)
                yield return (row, model.Join(parts!));
        }
    }

    /// <summary>The vectors of given faces; those that lack an embedding that the model needs are left out.</summary>
    /// <param name="db">The database.</param>
    /// <param name="model">The model in use.</param>
    /// <param name="faceIds">The faces, any number.</param>
    /// <param name="cancel">Stops reading.</param>
    public static async Task<Dictionary<long, float[]>> ReadAsync(
        FaceWebDb db, RecognitionModel model, IReadOnlyCollection<long> faceIds, CancellationToken cancel = default)
    {
        var vectors = new Dictionary<long, float[]>(faceIds.Count);
        foreach (var part in faceIds.Chunk(Batch.Size))
        {
            var rows = Of(db, model).AsNoTracking().Where(e => part.Contains(e.FaceId)).OrderBy(e => e.FaceId)
                .Select(e => new { e.FaceId, e.Model, e.Vector });
            await foreach (
                var (row, vector) in Join(rows.AsAsyncEnumerable(), model, r => r.FaceId, r => r.Model, r => r.Vector).WithCancellation(cancel))
                vectors[row.FaceId] = vector;
        }
        return vectors;
    }

    // Half precision moves the length a little.
    private static float[] Unit(byte[] stored)
    {
        var vector = HalfVector.Unpack(stored);
        var length = TensorPrimitives.Norm<float>(vector);
        if (length > 0)
            TensorPrimitives.Divide(vector, length, vector);
        return vector;
    }
}
