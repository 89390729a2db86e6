using FaceWeb.Data;
using FaceWeb.Pipeline.Classification.Training;
using FaceWeb.Pipeline.Embedding;
using FaceWeb.Pipeline.Search;

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
    private readonly Lock gate = new();

    /// <summary>How many faces.</summary>
    public int Count => index.Count;

    /// <summary>
    /// Reads what has changed: who is confirmed as whom without any vector, then the vectors of the people of whom that differs. By one
    /// caller at a time.
    /// </summary>
    /// <param name="db">The database.</param>
    /// <param name="changed">Is given all faces of people who have others than before, a part of them at a time; none for one who is gone.</param>
    /// <param name="cancel">Stops between two parts.</param>
    internal async Task CatchUpAsync(
        FaceWebDb db, Action<IReadOnlyDictionary<long, IReadOnlyList<LabelledFace>>> changed, CancellationToken cancel)
    {
        var now = new Dictionary<long, (ConfirmedRow Row, int Packs)>();
        await foreach (var row in ConfirmedFaces.RowsAsync(db, model).WithCancellation(cancel))
        {
            now[row.FaceId] = now.TryGetValue(row.FaceId, out var other)
                ? (row with { EmbeddingId = Math.Max(row.EmbeddingId, other.Row.EmbeddingId) }, other.Packs + 1)
                : (row, 1);
        }
        var needed = model.Packs.Count;
        var people = new Dictionary<long, int>();
        foreach (var (row, packs) in now.Values)
        {
            if (packs < needed || (rows.TryGetValue(row.FaceId, out var before) && before == row))
                continue;
            people[row.PersonId] = 0;
            if (before.FaceId != 0)
                people[before.PersonId] = 0;
        }
        foreach (var gone in rows.Values.Where(row => !now.TryGetValue(row.FaceId, out var there) || there.Packs < needed))
            people[gone.PersonId] = 0;
        foreach (var (row, _) in now.Values)
        {
            if (people.TryGetValue(row.PersonId, out var faces))
                people[row.PersonId] = faces + 1;
        }
        foreach (var part in Parts(people))
        {
            cancel.ThrowIfCancellationRequested();
            var read = (await ConfirmedFaces.OfAsync(db, model, part, cancel)).ToLookup(face => face.PersonId);
            foreach (var person in part)
                Replace(person, read[person], now);
            changed(part.ToDictionary(person => person, person => (IReadOnlyList<LabelledFace>)[.. read[person]]));
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

    private void Replace(long person, IEnumerable<LabelledFace> faces, Dictionary<long, (ConfirmedRow Row, int Packs)> now)
    {
        List<LabelledFace> added = [.. faces];
        var there = added.Select(face => face.FaceId).ToHashSet();
        List<long> gone = [];
        lock (gate)
        {
            var before = facesOf.GetValueOrDefault(person) ?? [];
            foreach (var id in before.Where(id => !there.Contains(id)))
            {
                // Another person may have got it, whose part was read before.
                if (rows[id].PersonId == person)
                {
                    rows.Remove(id);
                    gone.Add(id);
                }
            }
            facesOf.Remove(person);
            if (there.Count > 0)
                facesOf[person] = there;
        }
        foreach (var id in gone)
            index.Remove(id);
        foreach (var face in added)
        {
            var row = now.TryGetValue(face.FaceId, out var seen)
                ? seen.Row with { PersonId = person, Quality = face.Quality }
                : new ConfirmedRow(face.FaceId, person, face.PhotoId, face.Quality, 0);
            lock (gate)
            {
                if (rows.TryGetValue(face.FaceId, out var known) && known == row)
                    continue;
                rows[face.FaceId] = row;
                if (known.FaceId != 0 && known.PersonId != person)
                    facesOf.GetValueOrDefault(known.PersonId)?.Remove(face.FaceId);
                if (known.EmbeddingId == row.EmbeddingId && row.EmbeddingId != 0)
                    continue;
            }
            index.Add(face.FaceId, face.Embedding);
        }
    }

    // People whose faces together are not too many; at most so many people that a query takes their keys.
    private static IEnumerable<List<long>> Parts(Dictionary<long, int> people)
    {
        var part = new List<long>();
        var faces = 0;
        foreach (var (person, count) in people)
        {
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
}
