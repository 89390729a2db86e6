using FaceWeb.Data;
using FaceWeb.Faces;
using FaceWeb.Pipeline.Embedding;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Suggestions;

/// <summary>The undecided faces of some photos, with what people have said that bears on them.</summary>
public sealed class UndecidedFaces
{
    private readonly ILookup<long, long> rejections;
    private readonly ILookup<long, long> confirmed;

    private UndecidedFaces(List<UndecidedFace> faces, ILookup<long, long> rejections, ILookup<long, long> confirmed)
    {
        Faces = faces;
        Embeddings = faces.ConvertAll(f => f.Embedding);
        this.rejections = rejections;
        this.confirmed = confirmed;
    }

    /// <summary>How many.</summary>
    public int Count => Faces.Count;

    /// <summary>The faces, in the order of their keys.</summary>
    public IReadOnlyList<UndecidedFace> Faces { get; }

    /// <summary>Their embeddings, in the same order.</summary>
    public IReadOnlyList<float[]> Embeddings { get; }

    /// <summary>The people whom somebody has said that this face (by its index) is not; null for none.</summary>
    public IReadOnlyCollection<long>? Rejected(int index) => rejections.Contains(Faces[index].FaceId) ? [.. rejections[Faces[index].FaceId]] : null;

    /// <summary>The people confirmed on other faces of a photo.</summary>
    public IReadOnlyCollection<long> ConfirmedOn(long photoId) => [.. confirmed[photoId]];

    /// <summary>Reads them.</summary>
    /// <param name="db">The database.</param>
    /// <param name="model">Only faces that this model can compare.</param>
    /// <param name="photoIds">At most some thousand photos.</param>
    /// <param name="cancel">Stops reading.</param>
    public static async Task<UndecidedFaces> ReadAsync(
        FaceWebDb db, RecognitionModel model, IReadOnlyCollection<long> photoIds, CancellationToken cancel)
    {
        var rows = FaceVectors.Of(db, model).AsNoTracking()
            .Where(e => photoIds.Contains(e.Face!.PhotoId) && e.Face.Decision == FaceDecision.Undecided)
            .OrderBy(e => e.FaceId).Select(e => new { e.FaceId, e.Model, e.Face!.PhotoId, e.Vector });
        var faces = new List<UndecidedFace>();
        await foreach (var (row, vector) in FaceVectors.Join(rows.AsAsyncEnumerable(), model, r => r.FaceId, r => r.Model, r => r.Vector)
            .WithCancellation(cancel))
            faces.Add(new UndecidedFace(row.FaceId, row.PhotoId, vector));
        var rejected = await RejectedNames.OfUndecidedAsync(db, photoIds, cancel);
        var named = await db.Faces.Where(f => photoIds.Contains(f.PhotoId) && f.PersonId != null && f.Decision == FaceDecision.Confirmed)
            .Select(f => new { f.PhotoId, PersonId = f.PersonId!.Value }).ToListAsync(cancel);
        return new UndecidedFaces(
            faces,
            rejected,
            named.ToLookup(n => n.PhotoId, n => n.PersonId));
    }
}
