using FaceWeb.Api;
using FaceWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Albums;

/// <summary>The photos of all albums whose analysis was given up, for the admin's jobs page.</summary>
public sealed class FailedPhotos(IDbContextFactory<FaceWebDb> databases)
{
    /// <summary>The latest first.</summary>
    public async Task<Paged<FailedPhoto>> ListAsync(Paging paging)
    {
        await using var db = await databases.CreateDbContextAsync();
        var failed = db.Photos.Where(p => p.State == PhotoState.Failed);
        return new(
            await failed.CountAsync(),
            await failed.OrderByDescending(p => p.Id).Skip(paging.Skip).Take(paging.PageSize)
                .Select(p => new FailedPhoto(p.Id, p.FileName, p.AlbumId, p.Album!.Name, p.Error)).ToListAsync());
    }

    /// <summary>The albums that have any.</summary>
    public async Task<IReadOnlyList<long>> AlbumsAsync()
    {
        await using var db = await databases.CreateDbContextAsync();
        return await db.Photos.Where(p => p.State == PhotoState.Failed).Select(p => p.AlbumId).Distinct().ToListAsync();
    }
}
