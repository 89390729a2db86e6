using FaceWeb.Api;
using FaceWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Recognition;

/// <summary>Lists the groups of similar unknown faces.</summary>
public sealed class GroupService(IDbContextFactory<FaceWebDb> databases)
{
    /// <summary>Groups of two faces and more, largest first.</summary>
    public async Task<Paged<FaceGroupView>> ListAsync(Paging paging)
    {
        await using var db = await databases.CreateDbContextAsync();
        var groups = db.Faces.Where(f => f.Decision == FaceDecision.Undecided && f.GroupId != null)
            .GroupBy(f => f.GroupId!.Value).Where(g => g.Count() > 1);
        var total = await groups.CountAsync();
        var ids = await groups.Select(g => new { Id = g.Key, Size = g.Count() })
            .OrderByDescending(g => g.Size).ThenBy(g => g.Id).Skip(paging.Skip).Take(paging.PageSize).Select(g => g.Id).ToListAsync();
        var faces = await FacesAsync(db, ids);
        return new Paged<FaceGroupView>(total, ids.ConvertAll(id => View(id, faces[id])));
    }

    /// <summary>One group.</summary>
    /// <exception cref="RefusedException">There is no such group (404).</exception>
    public async Task<FaceGroupView> FindAsync(long id)
    {
        await using var db = await databases.CreateDbContextAsync();
        var faces = (await FacesAsync(db, [id]))[id].ToList();
        return faces.Count > 0 ? View(id, faces) : throw RefusedException.NotFound($"group {id}");
    }

    private static FaceGroupView View(long id, IEnumerable<long> faces)
    {
        var ids = faces.ToList();
        return new FaceGroupView(id, ids, ids.Count);
    }

    private static async Task<ILookup<long, long>> FacesAsync(FaceWebDb db, List<long> groupIds)
    {
        var rows = await db.Faces.Where(f => f.Decision == FaceDecision.Undecided && f.GroupId != null && groupIds.Contains(f.GroupId.Value))
            .OrderByDescending(f => f.Quality).ThenBy(f => f.Id).Select(f => new { GroupId = f.GroupId!.Value, f.Id }).ToListAsync();
        return rows.ToLookup(r => r.GroupId, r => r.Id);
    }
}
