using System.Globalization;
using System.Runtime.CompilerServices;
using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces.Naming;
using FaceWeb.History;
using FaceWeb.Store;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.People.Export;

/// <summary>
/// Everything that is kept about one person as a ZIP of readable files: who they are, their faces with pictures and measurements, when they are
/// seen in videos, what was said and by whom; with the photos on which they are, if wanted.
/// </summary>
public sealed class PersonExport(IDbContextFactory<FaceWebDb> databases, HistoryService history, PhotoStore store, RoleCheck roles)
{
    private const int HistoryAtOnce = 200;

    private static readonly Dictionary<string, string> Files = new()
    {
        ["faces.csv"] = "The faces confirmed as this person: the photo, where on it (pixels of the upright photo), quality, when it was said.",
        ["faces/"] = "A picture of each of these faces, by its key.",
        ["measurements.csv"] = "What the models measured of these faces: the numbers by which they are recognised.",
        ["appearances.csv"] = "When they are seen in videos, in seconds.",
        ["suggestions.csv"] = "Faces for which this person is suggested, with the probability.",
        ["history.csv"] = "What was done with their faces, when and by whom.",
        ["photos/"] = "The photos and videos as they were uploaded, if they were asked for.",
    };

    /// <summary>The answer that sends it.</summary>
    /// <param name="id">The person.</param>
    /// <param name="photos">Whether with the photos and videos on which they are confirmed.</param>
    /// <param name="cancel">Stops before it is begun.</param>
    /// <exception cref="RefusedException">There is no such person (404).</exception>
    public async Task<ZipAnswer> AnswerAsync(long id, bool photos, CancellationToken cancel)
    {
        // Measurements recognise a face elsewhere and cannot be changed like a password.
        await roles.RequireAsync(Policies.Admin);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var person = await db.People.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancel) ?? throw RefusedException.NotFound($"person {id}");
        var merged = (await PersonLookup.WithMergedAsync(db, id)).Skip(1).ToList();
        var about = new ExportedPerson(
            id, person.Name,
            await db.People.Where(p => merged.Contains(p.Id)).Select(p => p.Name).ToListAsync(cancel),
            person.BirthDate, person.Hidden, person.CreatedAt,
            await db.Faces.CountAsync(f => f.PersonId == id, cancel),
            await db.Faces.CountAsync(f => f.BestPersonId == id, cancel),
            await db.Rejections.CountAsync(r => r.PersonId == id, cancel),
            await db.DifferentPeople.Where(d => d.PersonId == id || d.OtherPersonId == id)
                .Select(d => db.People.Where(p => p.Id == (d.PersonId == id ? d.OtherPersonId : d.PersonId)).Select(p => p.Name).First())
                .ToListAsync(cancel),
            Files);
        return new ZipAnswer(Safe(person.Name), (zip, stop) => FillAsync(zip, about, photos, stop));
    }

    private async Task FillAsync(ZipAnswer zip, ExportedPerson about, bool photos, CancellationToken cancel)
    {
        var id = about.Id;
        await zip.AddJsonAsync("person.json", about, cancel);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var mine = db.Faces.AsNoTracking().Where(f => f.PersonId == id).OrderBy(f => f.Id);
        await zip.AddTableAsync(
            "faces.csv",
            [
                "face", "photo", "fileName", "album", "takenAt", "x", "y", "width", "height", "quality", "sharpness", "yaw",
                "pitch", "roll", "decidedAt",
            ],
            Rows(mine.Select(f => new object?[]
            {
                f.Id, f.PhotoId, f.Photo!.FileName, f.Photo.Album!.Name, f.Photo.TakenAt, f.X, f.Y, f.Width, f.Height, f.Quality, f.Sharpness, f.Yaw,
                f.Pitch, f.Roll, f.DecidedAt,
            }), cancel), cancel);
        await zip.AddTableAsync(
            "measurements.csv", ["face", "model", "numbers"],
            Measurements(db.Embeddings.AsNoTracking().Where(e => e.Face!.PersonId == id).OrderBy(e => e.FaceId), cancel), cancel);
        await zip.AddTableAsync(
            "appearances.csv", ["face", "video", "start", "end"],
            Rows(mine.Where(f => f.Track != null)
                .Select(f => new object?[] { f.Id, f.Photo!.FileName, f.Track!.Start / 1000.0, f.Track.End / 1000.0 }), cancel),
            cancel);
        await zip.AddTableAsync(
            "suggestions.csv", ["face", "photo", "probability"],
            Rows(db.Suggestions.Where(s => s.PersonId == id).OrderBy(s => s.FaceId)
                .Select(s => new object?[]
                {
                    s.FaceId, db.Faces.Where(f => f.Id == s.FaceId).Select(f => f.PhotoId).First(), s.Probability,
                }), cancel),
            cancel);
        await zip.AddTableAsync("history.csv", ["at", "by", "from", "what", "faces", "undone"], HistoryRows(id, cancel), cancel);
        var pictures = db.FaceImages.AsNoTracking().Where(i => db.Faces.Any(f => f.Id == i.FaceId && f.PersonId == id)).OrderBy(i => i.FaceId);
        await foreach (var face in pictures.AsAsyncEnumerable().WithCancellation(cancel))
            await zip.AddBytesAsync($"faces/{face.FaceId}.jpg", face.Crop, cancel);
        if (!photos)
            return;
        var files = await db.Photos.Where(p => p.Faces.Any(f => f.PersonId == id)).OrderBy(p => p.Id)
            .Select(p => new { p.Id, p.FileName, p.Sha256, p.ClipSha256 }).ToListAsync(cancel);
        foreach (var photo in files.Where(p => File.Exists(store.PathOf(p.Sha256))))
            await zip.AddFileAsync($"photos/{photo.Id}-{Safe(photo.FileName)}", store.PathOf(photo.Sha256), cancel);
        foreach (var photo in files.Where(p => p.ClipSha256 is not null && File.Exists(store.PathOf(p.ClipSha256))))
        {
            var name = Safe(Path.ChangeExtension(photo.FileName, ".MOV"));
            await zip.AddFileAsync($"photos/{photo.Id}-{name}", store.PathOf(photo.ClipSha256!), cancel);
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<object?>> HistoryRows(long id, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var skip = 0; ; skip += HistoryAtOnce)
        {
            cancel.ThrowIfCancellationRequested();
            var page = await history.OfPersonAsync(id, skip, HistoryAtOnce);
            foreach (var entry in page.Items)
                yield return [entry.At, entry.User, entry.Source, entry.Text, entry.Faces, entry.Undone ? "yes" : ""];
            if (page.Items.Count < HistoryAtOnce)
                yield break;
        }
    }

    private static async IAsyncEnumerable<IReadOnlyList<object?>> Measurements(
        IQueryable<Embedding> embeddings, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var e in embeddings.AsAsyncEnumerable().WithCancellation(cancel))
        {
            var numbers = HalfVector.Unpack(e.Vector).Select(n => n.ToString("R", CultureInfo.InvariantCulture));
            yield return [e.FaceId, e.Model, string.Join(' ', numbers)];
        }
    }

    private static async IAsyncEnumerable<IReadOnlyList<object?>> Rows(IQueryable<object?[]> rows, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancel))
            yield return row;
    }

    // Names of files may hold anything; within a ZIP a folder or a drive must not come of it.
    private static string Safe(string name)
    {
        var safe = name.Select(c => char.IsControl(c) || "\\/:*?\"<>|".Contains(c, StringComparison.Ordinal) ? '_' : c);
        return string.Concat(safe).Trim('.', ' ') is { Length: > 0 } kept ? kept : "_";
    }
}
