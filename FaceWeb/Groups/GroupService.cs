using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Faces;
using FaceWeb.Models;
using FaceWeb.Pipeline.Clustering;
using FaceWeb.Suggestions;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Groups;

/// <summary>Reads the groups of similar unknown faces.</summary>
public sealed class GroupService(IDbContextFactory<FaceWebDb> databases, ModelHost models, LibraryLevels library)
{
    /// <summary>The most faces of a group that are sorted into sub-groups: time and memory grow with the square of their number.</summary>
    public const int MostSplit = 4000;

    /// <summary>The most sub-groups that can be asked for.</summary>
    public const int MostParts = 100;

    /// <summary>Groups of two faces and more, largest first.</summary>
    public async Task<Paged<FaceGroupView>> ListAsync(Paging paging)
    {
        await using var db = await databases.CreateDbContextAsync();
        var groups = Groups(db);
        var total = await groups.CountAsync();
        var ids = await groups.Select(g => new { Id = g.Key, Size = g.Count() })
            .OrderByDescending(g => g.Size).ThenBy(g => g.Id).Skip(paging.Skip).Take(paging.PageSize).Select(g => g.Id).ToListAsync();
        var faces = await FacesAsync(db, ids);
        return new Paged<FaceGroupView>(total, ids.ConvertAll(id => View(id, faces[id])));
    }

    /// <summary>These groups as they are now, in this order; those that are gone or have a single face are left out.</summary>
    public async Task<IReadOnlyList<FaceGroupView>> OfIdsAsync(IReadOnlyCollection<long> ids)
    {
        await using var db = await databases.CreateDbContextAsync();
        var faces = await FacesAsync(db, [.. ids]);
        return [.. ids.Select(id => View(id, faces[id])).Where(group => group.Size > 1)];
    }

    /// <summary>The groups of two faces and more that hold one of these faces, the lowest number first.</summary>
    public async Task<IReadOnlyList<FaceGroupView>> HoldingAsync(IReadOnlyCollection<long> faceIds)
    {
        await using var db = await databases.CreateDbContextAsync();
        var ids = await db.Faces.GroupedUnknown().Where(f => faceIds.Contains(f.Id))
            .Select(f => f.GroupId!.Value).Distinct().OrderBy(id => id).ToListAsync();
        return await OfIdsAsync(ids);
    }

    /// <summary>One group.</summary>
    /// <exception cref="RefusedException">There is no such group (404).</exception>
    public async Task<FaceGroupView> FindAsync(long id)
    {
        await using var db = await databases.CreateDbContextAsync();
        var faces = (await FacesAsync(db, [id]))[id].ToList();
        return faces.Count > 0 ? View(id, faces) : throw RefusedException.NotFound($"group {id}");
    }

    /// <summary>The parts that a group falls into when its faces must resemble each other more, largest first: for splitting a wrong group.</summary>
    /// <param name="id">The group.</param>
    /// <param name="leastParts">
    /// How many parts to ask for at least, 2 to <see cref="MostParts"/>; there are fewer where the faces are too alike.
    /// </param>
    /// <param name="cancel">Stops reading.</param>
    /// <exception cref="RefusedException">There is no such group (404), it is too large, or too many parts are asked for (400).</exception>
    public async Task<IReadOnlyList<SubGroupView>> SubGroupsAsync(long id, int leastParts, CancellationToken cancel = default)
    {
        if (leastParts is < 2 or > MostParts)
            throw new RefusedException($"Ask for 2 to {MostParts} sub-groups, not {leastParts}.");
        var group = await FindAsync(id);
        if (group.Size > MostSplit)
            throw new RefusedException(
                $"A group of more than {MostSplit} faces cannot be sorted into sub-groups: name or take out some of its faces first.");
        await using var db = await databases.CreateDbContextAsync(cancel);
        var model = models.Recognition;
        var measured = await FaceVectors.ReadAsync(db, model, group.FaceIds, cancel);
        var faces = group.FaceIds.Where(measured.ContainsKey).Select(face => (face, measured[face])).ToList();
        var levels = await library.GetAsync(db, cancel);
        var bar = FaceGroupsOptions.For(model.Spread).JoinCosine + 0.05;
        var parts = await Task.Run(() => new AverageLinkage(faces, levels).Split(bar, leastParts), cancel);
        return [.. parts.Select(part => new SubGroupView(part, part.Count))];
    }

    internal static IQueryable<IGrouping<long, Face>> Groups(FaceWebDb db) =>
        db.Faces.GroupedUnknown().GroupBy(f => f.GroupId!.Value).Where(g => g.Count() > 1);

    private static FaceGroupView View(long id, IEnumerable<long> faces)
    {
        var ids = faces.ToList();
        return new FaceGroupView(id, ids, ids.Count);
    }

    private static async Task<ILookup<long, long>> FacesAsync(FaceWebDb db, List<long> groupIds)
    {
        var rows = await db.Faces.GroupedUnknown().Where(f => groupIds.Contains(f.GroupId!.Value))
            .OrderByDescending(f => f.Quality).ThenBy(f => f.Id).Select(f => new { GroupId = f.GroupId!.Value, f.Id }).ToListAsync();
        return rows.ToLookup(r => r.GroupId, r => r.Id);
    }
}
