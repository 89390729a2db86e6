using FaceWeb.Data;
using FaceWeb.Data.Sqlite;
using FaceWeb.Pipeline.Classification.Training;
using FaceWeb.Pipeline.Embedding;
using FaceWeb.Pipeline.Search;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Suggestions;

/// <summary>
/// The confirmed faces that suggestions are made from, in memory: for finding the ones most like a face without reading the database. It
/// lives as long as the program and grows and shrinks with decisions; any number of threads may ask while one has it catch up.
/// </summary>
public sealed class GalleryFaces(RecognitionModel model) : IDisposable
{
    // Faces whose vectors are read at a time: some 80 MB.
    private const int FacesAtOnce = 20_000;

    private readonly FaceIndex index = new(model.Dimension);
    private readonly Dictionary<long, ConfirmedRow> rows = [];
    private readonly Dictionary<long, HashSet<long>> facesOf = [];
    private readonly Dictionary<long, long> indexed = [];
    private readonly Lock gate = new();
    private HashSet<long> shownPeople = [];
    private Mark? read;

    /// <summary>How many faces.</summary>
    public int Count => index.Count;

    /// <summary>
    /// Reads what has changed: the faces that decisions since the last time speak of or that were measured anew, and the vectors of the people
    /// of whom that changes anything. The first time, and where faces have been deleted, all are looked at. By one caller at a time.
    /// </summary>
    /// <param name="db">The database.</param>
    /// <param name="changed">Is given all faces of people who have others than before, a part of them at a time; none for one who is gone.</param>
    /// <param name="cancel">Stops between two parts.</param>
    internal async Task CatchUpAsync(
        FaceWebDb db, Action<IReadOnlyDictionary<long, IReadOnlyList<LabelledFace>>> changed, CancellationToken cancel)
    {
        // What comes after these is looked at the next time, be it seen now or not.
        var newest = await db.Faces.MaxAsync(f => (long?)f.Id, cancel) ?? 0;
        var upTo = new Mark(
            await db.FaceEvents.MaxAsync(e => (long?)e.Id, cancel) ?? 0, await db.Embeddings.MaxAsync(e => (long?)e.Id, cancel) ?? 0,
            newest, await RowsUpTo.CountAsync<Face>(db, newest, cancel),
            await db.TrashItems.MaxAsync(i => (long?)i.Id, cancel) ?? 0, await db.TrashItems.CountAsync(cancel));
        var shown = await db.People.Where(p => !p.Hidden && p.MergedIntoId == null).Select(p => p.Id).ToHashSetAsync(cancel);
        var people = new HashSet<long>();
        if (read is { } since && (since.Trash, since.InTrash) == (upTo.Trash, upTo.InTrash)
            && await RowsUpTo.CountAsync<Face>(db, since.Face, cancel) == since.Faces)
        {
            var touched = await TouchedAsync(db, since, shown, cancel);
            var now = new Dictionary<long, ConfirmedRow>();
            foreach (var part in touched.Chunk(Batch.Size))
            {
                await foreach (var row in ConfirmedFaces.RowsAsync(ConfirmedFaces.Of(db).Where(f => part.Contains(f.Id)), model).WithCancellation(cancel))
                    now.Add(row.FaceId, row);
            }
            Apply(touched, now, people);
        }
        else
        {
            var now = new Dictionary<long, ConfirmedRow>();
            await foreach (var row in ConfirmedFaces.RowsAsync(ConfirmedFaces.Of(db), model).WithCancellation(cancel))
                now.Add(row.FaceId, row);
            Apply([.. rows.Keys, .. now.Keys], now, people);
        }
        (read, shownPeople) = (upTo, shown);
        foreach (var part in Parts(people))
        {
            cancel.ThrowIfCancellationRequested();
            var faces = (await ConfirmedFaces.OfAsync(db, model, part, cancel)).Where(face => IsStill(face)).ToLookup(face => face.PersonId);
            foreach (var face in part.SelectMany(person => faces[person]))
            {
                var embedding = rows[face.FaceId].EmbeddingId;
                if (indexed.GetValueOrDefault(face.FaceId) == embedding)
                    continue;
                index.Add(face.FaceId, face.Embedding);
                indexed[face.FaceId] = embedding;
            }
            changed(part.ToDictionary(person => person, person => (IReadOnlyList<LabelledFace>)[.. faces[person]]));
        }
    }

    /// <summary>The faces most like a face, nearest first.</summary>
    /// <param name="embedding">The face, of unit length.</param>
    /// <param name="exceptFaceId">The face itself.</param>
    /// <param name="most">How many at most, up to 1,000.</param>
    public IReadOnlyList<(long FaceId, double Cosine)> Nearest(ReadOnlySpan<float> embedding, long exceptFaceId, int most) =>
        [.. index.Nearest(embedding, most, id => id != exceptFaceId).Select(found => (found.FaceId, (double)found.Cosine))];

    /// <summary>The faces of these people but one.</summary>
    public IReadOnlyList<LabelledFace> OfPeople(IReadOnlySet<long> people, long exceptFaceId)
    {
        List<ConfirmedRow> wanted;
        lock (gate)
        {
            wanted = [.. people.SelectMany(person => facesOf.GetValueOrDefault(person) ?? []).Where(id => id != exceptFaceId).Order()
                .Select(id => rows[id])];
        }
        var faces = new List<LabelledFace>(wanted.Count);
        foreach (var row in wanted)
        {
            // It may have gone since.
            if (index.Find(row.FaceId) is { } vector)
                faces.Add(new LabelledFace(row.FaceId, row.PersonId, row.PhotoId, vector, row.Quality));
        }
        return faces;
    }

    /// <inheritdoc />
    public void Dispose() => index.Dispose();

    // The faces that decisions speak of, that were measured, and those of people who were hidden or shown again.
    private async Task<HashSet<long>> TouchedAsync(
        FaceWebDb db, Mark since, HashSet<long> shown, CancellationToken cancel)
    {
        var touched = await db.FaceEvents.Where(e => e.Id > since.Event).Select(e => e.FaceId).Distinct().ToHashSetAsync(cancel);
        touched.UnionWith(await db.Embeddings.Where(e => e.Id > since.Embedding).Select(e => e.FaceId).Distinct().ToListAsync(cancel));
        var others = shown.Except(shownPeople).ToList();
        foreach (var part in others.Chunk(Batch.Size))
            touched.UnionWith(await db.Faces.Where(f => f.PersonId != null && part.Contains(f.PersonId.Value)).Select(f => f.Id).ToListAsync(cancel));
        touched.UnionWith(shownPeople.Except(shown).SelectMany(person => facesOf.GetValueOrDefault(person) ?? []));
        return touched;
    }

    private void Apply(IReadOnlyCollection<long> looked, Dictionary<long, ConfirmedRow> now, HashSet<long> people)
    {
        List<long> gone = [];
        lock (gate)
        {
            foreach (var id in looked)
            {
                var was = rows.TryGetValue(id, out var before);
                var stands = now.TryGetValue(id, out var after);
                if (was == stands && before == after)
                    continue;
                if (was && IsComplete(before))
                {
                    people.Add(before.PersonId);
                    facesOf[before.PersonId].Remove(id);
                }
                if (stands)
                    rows[id] = after;
                else
                    rows.Remove(id);
                if (stands && IsComplete(after))
                {
                    people.Add(after.PersonId);
                    if (!facesOf.TryGetValue(after.PersonId, out var faces))
                        facesOf.Add(after.PersonId, faces = []);
                    faces.Add(id);
                }
                else if (indexed.Remove(id))
                {
                    gone.Add(id);
                }
            }
        }
        foreach (var id in gone)
            index.Remove(id);
    }

    private bool IsComplete(ConfirmedRow row) => row.Measurements >= model.Packs.Count;

    // Between the two looks at a face something may have been said of it: the event of that is still to come.
    private bool IsStill(LabelledFace face) => rows.TryGetValue(face.FaceId, out var row) && IsComplete(row) && row.PersonId == face.PersonId;

    // People whose faces together are not too many; at most so many people that a query takes their keys.
    private IEnumerable<List<long>> Parts(HashSet<long> people)
    {
        var part = new List<long>();
        var faces = 0;
        foreach (var person in people)
        {
            var count = facesOf.GetValueOrDefault(person)?.Count ?? 0;
            if (part.Count > 0 && (faces + count > FacesAtOnce || part.Count == Batch.Size))
            {
                yield return part;
                (part, faces) = ([], 0);
            }
            part.Add(person);
            faces += count;
        }
        if (part.Count > 0)
            yield return part;
    }

    // Up to which rows all is known: the newest event, measurement and face, how many faces there were up to it, and what was in the trash, since as many
    // faces may have come back from there as went.
    private sealed record Mark(long Event, long Embedding, long Face, int Faces, long Trash, int InTrash);
}
