using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Live;
using FaceWeb.Trash;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Albums;

/// <summary>Lists, makes, renames and deletes albums.</summary>
public sealed class AlbumService(
    IDbContextFactory<FaceWebDb> databases, RoleCheck roles, ChangeFeed changes, TrashService trash, TimeProvider clock)
{
    /// <summary>A page of the albums, newest first, with their counts.</summary>
    public async Task<Paged<AlbumSummary>> ListAsync(Paging paging)
    {
        await using var db = await databases.CreateDbContextAsync();
        var total = await db.Albums.CountAsync();
        var albums = await db.Albums.AsNoTracking().OrderByDescending(a => a.CreatedAt).ThenByDescending(a => a.Id)
            .Skip(paging.Skip).Take(paging.PageSize).ToListAsync();
        return new Paged<AlbumSummary>(total, await CountAsync(db, albums));
    }

    /// <summary>One album with its counts.</summary>
    /// <exception cref="RefusedException">There is no such album (404).</exception>
    public async Task<AlbumSummary> FindAsync(long id)
    {
        await using var db = await databases.CreateDbContextAsync();
        var album = await db.Albums.AsNoTracking().FirstOrDefaultAsync(a => a.Id == id) ?? throw NotFound(id);
        return (await CountAsync(db, [album]))[0];
    }

    /// <summary>Makes an empty album.</summary>
    /// <exception cref="RefusedException">The name is empty or longer than <see cref="Album.MaxNameLength"/> characters.</exception>
    public async Task<AlbumSummary> CreateAsync(string name)
    {
        await roles.RequireAsync(Policies.Edit);
        await using var db = await databases.CreateDbContextAsync();
        var album = new Album { Name = Checked(name), CreatedAt = clock.GetUtcNow().UtcDateTime };
        db.Albums.Add(album);
        await db.SaveChangesAsync();
        changes.Announce(new Change(ChangeKind.Album, AlbumId: album.Id));
        return (await CountAsync(db, [album]))[0];
    }

    /// <summary>Renames an album.</summary>
    /// <exception cref="RefusedException">There is no such album (404), or the name is empty or too long.</exception>
    public async Task<AlbumSummary> RenameAsync(long id, string name)
    {
        await roles.RequireAsync(Policies.Edit);
        name = Checked(name);
        await using var db = await databases.CreateDbContextAsync();
        if (await db.Albums.Where(a => a.Id == id).ExecuteUpdateAsync(set => set.SetProperty(a => a.Name, name)) == 0)
            throw NotFound(id);
        changes.Announce(new Change(ChangeKind.Album, AlbumId: id));
        return await FindAsync(id);
    }

    /// <summary>Puts an album with its photos and their faces into the trash.</summary>
    /// <exception cref="RefusedException">There is no such album (404).</exception>
    public async Task DeleteAsync(long id, Actor who)
    {
        if (!await trash.PutAlbumAsync(id, who))
            throw NotFound(id);
    }

    internal static RefusedException NotFound(long id) => RefusedException.NotFound($"album {id}");

    private static string Checked(string? name)
    {
        name = name?.Trim() ?? "";
        if (name.Length == 0)
            throw new RefusedException("Give the album a name.");
        if (name.Length > Album.MaxNameLength)
            throw new RefusedException(
                $"The album's name has {name.Length} characters, and at most {Album.MaxNameLength} are taken: choose a shorter one.");
        if (name.Any(char.IsControl))
            throw new RefusedException("The album's name holds line breaks or other invisible characters: type it without them.");
        return name;
    }

    // Four queries for any number of albums.
    private static async Task<List<AlbumSummary>> CountAsync(FaceWebDb db, List<Album> albums)
    {
        var ids = albums.ConvertAll(a => a.Id);
        var states = (await db.Photos.Where(p => ids.Contains(p.AlbumId)).GroupBy(p => new { p.AlbumId, p.State })
            .Select(g => new { g.Key.AlbumId, g.Key.State, Count = g.Count(), First = g.Min(p => p.Id) }).ToListAsync()).ToLookup(g => g.AlbumId);
        var faces = await db.Faces.Where(f => ids.Contains(f.Photo!.AlbumId) && f.Decision != FaceDecision.NotAFace).GroupBy(f => f.Photo!.AlbumId)
            .Select(g => new { g.Key, All = g.Count(), Undecided = g.Count(f => f.Decision == FaceDecision.Undecided) })
                .ToDictionaryAsync(g => g.Key);
        var covers = albums.ToDictionary(a => a.Id, a => states[a.Id].Where(s => s.State != PhotoState.Failed).Min(s => (long?)s.First));
        var coverIds = covers.Values.OfType<long>().ToList();
        var versions = await db.Photos.Where(p => coverIds.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => PhotoService.Version(p.Sha256, p.Turn));
        return albums.ConvertAll(album =>
        {
            int In(PhotoState state) => states[album.Id].Where(s => s.State == state).Sum(s => s.Count);
            var counted = faces.GetValueOrDefault(album.Id);
            var cover = covers[album.Id];
            return new AlbumSummary(
                album.Id,
                album.Name,
                album.CreatedAt,
                states[album.Id].Sum(s => s.Count),
                In(PhotoState.Queued),
                In(PhotoState.Running),
                In(PhotoState.Analysed),
                In(PhotoState.Failed),
                counted?.All ?? 0,
                counted?.Undecided ?? 0,
                cover,
                cover is { } photo ? versions.GetValueOrDefault(photo) : null);
        });
    }
}
