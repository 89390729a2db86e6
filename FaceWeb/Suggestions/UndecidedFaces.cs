using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;
using FaceWeb.Pipeline.Embedding;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Suggestions;

/// <summary>The undecided faces of some photos, with what people have said that bears on them.</summary>
public sealed class UndecidedFaces
{
    private readonly ILookup<long, long> rejections;
    private readonly ILookup<long, (long PersonId, SeenTime? Seen)> confirmed;

    private UndecidedFaces(List<UndecidedFace> faces, ILookup<long, long> rejections, ILookup<long, (long PersonId, SeenTime? Seen)> confirmed)
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

    /// <summary>The people confirmed on other faces of this face's photo, or seen in its video while it is.</summary>
    public IReadOnlyCollection<long> ConfirmedBeside(int index) =>
        [.. confirmed[Faces[index].PhotoId].Where(named => Together(named.Seen, Faces[index].Seen)).Select(named => named.PersonId).Distinct()];

    /// <summary>Whether two faces are seen at once, so that they are two people.</summary>
    public bool AreTogether(int one, int other) =>
        Faces[one].PhotoId == Faces[other].PhotoId && Together(Faces[one].Seen, Faces[other].Seen);

    /// <summary>The indices of faces that have to be settled together: those of a photo, and those of a stretch of a video without a gap.</summary>
    public IEnumerable<IReadOnlyList<int>> Scenes()
    {
        foreach (var photo in Enumerable.Range(0, Count).GroupBy(i => Faces[i].PhotoId))
        {
            var scene = new List<int>();
            var end = long.MaxValue;
            foreach (var face in photo.OrderBy(i => Faces[i].Seen?.Start ?? 0).ThenBy(i => i))
            {
                if (scene.Count > 0 && Faces[face].Seen is { } seen && seen.Start > end)
                {
                    yield return scene;
                    scene = [];
                }
                end = Faces[face].Seen is not { } time ? long.MaxValue : scene.Count == 0 ? time.End : Math.Max(end, time.End);
                scene.Add(face);
            }
            yield return scene;
        }
    }

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
            .OrderBy(e => e.FaceId).Select(e => new
            {
                e.FaceId,
                e.Model,
                e.Face!.PhotoId,
                e.Vector,
                Start = (long?)e.Face.Track!.Start,
                End = (long?)e.Face.Track.End,
            });
        var faces = new List<UndecidedFace>();
        await foreach (var (row, vector) in FaceVectors.Join(rows.AsAsyncEnumerable(), model, r => r.FaceId, r => r.Model, r => r.Vector)
            .WithCancellation(cancel))
            faces.Add(new UndecidedFace(row.FaceId, row.PhotoId, vector, Seen(row.Start, row.End)));
        var rejected = await RejectedNames.OfUndecidedAsync(db, photoIds, cancel);
        var named = await db.Faces.Where(f => photoIds.Contains(f.PhotoId) && f.PersonId != null && f.Decision == FaceDecision.Confirmed)
            .Select(f => new { f.PhotoId, PersonId = f.PersonId!.Value, Start = (long?)f.Track!.Start, End = (long?)f.Track.End }).ToListAsync(cancel);
        return new UndecidedFaces(
            faces,
            rejected,
            named.ToLookup(n => n.PhotoId, n => (n.PersonId, Seen(n.Start, n.End))));
    }

    private static SeenTime? Seen(long? start, long? end) => start is { } from && end is { } to ? new SeenTime(from, to) : null;

    private static bool Together(SeenTime? one, SeenTime? other) => one is not { } a || other is not { } b || a.Meets(b);
}
