using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Faces;
using FaceWeb.Models;
using FaceWeb.Pipeline.Clustering;
using FaceWeb.Suggestions;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.People;

/// <summary>Reads the faces of one person: by quality, by day, by how unusual they are, and in parts that look like different people.</summary>
public sealed class PersonFaces(IDbContextFactory<FaceWebDb> databases, ModelHost models, LibraryLevels library, PersonParts parts)
{
    /// <summary>The most faces of a person that are compared with each other; of more, the best pictures are.</summary>
    public const int MostCompared = 3000;

    /// <summary>A stretch of the faces that are confirmed as a person.</summary>
    /// <param name="personId">The person.</param>
    /// <param name="order">In which order.</param>
    /// <param name="skip">How many to pass over, from 0.</param>
    /// <param name="take">How many at most.</param>
    /// <exception cref="RefusedException">There is no such person (404).</exception>
    public async Task<Paged<PersonFaceView>> ListAsync(long personId, PersonFaceOrder order, int skip, int take)
    {
        await using var db = await databases.CreateDbContextAsync();
        var person = await db.People.AsNoTracking().FirstOrDefaultAsync(p => p.Id == personId)
            ?? throw RefusedException.NotFound($"person {personId}");
        var faces = db.Faces.AsNoTracking().Where(f => f.PersonId == personId);
        var total = await faces.CountAsync();
        if (order == PersonFaceOrder.LeastFittingFirst)
        {
            var fits = await FitsAsync(db, personId);
            var shown = fits.Skip(skip).Take(take).ToList();
            var ids = shown.ConvertAll(f => f.FaceId);
            var rows = (await ViewsAsync(faces.Where(f => ids.Contains(f.Id)), person.BirthDate)).ToDictionary(f => f.FaceId);
            return new Paged<PersonFaceView>(
                total, [.. shown.Where(f => rows.ContainsKey(f.FaceId)).Select(f => rows[f.FaceId] with { Fit = f.Fit })]);
        }
        var ordered = order == PersonFaceOrder.NewestFirst
            ? faces.OrderByDescending(f => f.Photo!.TakenAt).ThenByDescending(f => f.Id)
            : faces.OrderByDescending(f => f.Quality).ThenBy(f => f.Id);
        return new Paged<PersonFaceView>(total, await ViewsAsync(ordered.Skip(skip).Take(take), person.BirthDate));
    }

    /// <summary>
    /// Parts of a person's faces that look like different people: their mean corrected cosine lies below
    /// <see cref="LookAlikeOptions.MaybeCosine"/>.
    /// </summary>
    /// <returns>The parts, largest first; a single one when all faces look like one person; none for a person without measured faces.</returns>
    public async Task<IReadOnlyList<IReadOnlyList<long>>> PartsAsync(long personId, CancellationToken cancel = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var ids = await db.Faces.Where(f => f.PersonId == personId).OrderByDescending(f => f.Quality).ThenBy(f => f.Id).Take(MostCompared)
            .Select(f => f.Id).ToListAsync(cancel);
        var (model, levels) = (models.Recognition, await library.GetAsync(db, cancel));
        return await parts.GetAsync(personId, ids, model, levels, () => Task.Run(async () =>
        {
            await using var own = await databases.CreateDbContextAsync(CancellationToken.None);
            var measured = await FaceVectors.ReadAsync(own, model, ids, CancellationToken.None);
            var faces = ids.Where(measured.ContainsKey).Select(id => (id, measured[id])).ToList();
            return new AverageLinkage(faces, levels).Cut(LookAlikeOptions.For(model.Spread).MaybeCosine);
        }), cancel);
    }

    /// <summary>Where a person is seen in videos, by confirmed names: newest upload first, then by time; at most <paramref name="most"/>.</summary>
    public async Task<IReadOnlyList<VideoAppearance>> InVideosAsync(long personId, int most)
    {
        await using var db = await databases.CreateDbContextAsync();
        return await db.Faces.AsNoTracking().Where(f => f.PersonId == personId && f.Track != null)
            .OrderByDescending(f => f.PhotoId).ThenBy(f => f.Track!.Start).ThenBy(f => f.Id).Take(most)
            .Select(f => new VideoAppearance(f.Id, f.PhotoId, f.Photo!.FileName, f.Track!.Start, f.Track.End)).ToListAsync();
    }

    // Faces that are not measured stand last.
    private async Task<IReadOnlyList<(long FaceId, double? Fit)>> FitsAsync(FaceWebDb db, long personId)
    {
        var ids = await db.Faces.Where(f => f.PersonId == personId).OrderBy(f => f.Id).Select(f => f.Id).ToListAsync();
        var measured = await FaceVectors.ReadAsync(db, models.Recognition, ids);
        var known = ids.Where(measured.ContainsKey).ToList();
        var fits = PersonFit.CosinesToOthers(known.ConvertAll(id => measured[id]));
        return [.. known.Select((id, i) => (id, (double?)Math.Round(fits[i], 4))).OrderBy(f => f.Item2), .. ids.Where(id => !measured.ContainsKey(id))
            .Select(id => (id, (double?)null))];
    }

    // The clock at that place: of no zone that a reader could take it for.
    private static DateTime? There(DateTime? taken) => taken is { } time ? DateTime.SpecifyKind(time, DateTimeKind.Unspecified) : null;

    private static async Task<List<PersonFaceView>> ViewsAsync(IQueryable<Face> faces, DateOnly? born)
    {
        var rows = await faces.Select(f => new
        {
            f.Id,
            f.PhotoId,
            f.Photo!.TakenAt,
            f.Version,
            Seen = f.Track == null ? null : new SeenSpan(f.Track.Start, f.Track.End, f.Track.BestAt),
        }).ToListAsync();
        return rows.ConvertAll(f => new PersonFaceView(
            f.Id, f.PhotoId, There(f.TakenAt), PersonAge.Words(born, f.TakenAt), null, f.Version, f.Seen));
    }
}
