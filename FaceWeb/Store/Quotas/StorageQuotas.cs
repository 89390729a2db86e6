using System.Collections.Concurrent;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Deleted;
using FaceWeb.Layout;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Store.Quotas;

/// <summary>
/// Measures files against the quota of their account and that of the library. An account uses the bytes of the photos that it uploaded, Live Photos'
/// clips and the trash included, a content in two albums twice; the library uses what the originals take on the disk, each content once.
/// </summary>
public sealed class StorageQuotas(IDbContextFactory<FaceWebDb> databases, QuotaSettings settings, PhotoStore store)
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> turns = new();

    /// <summary>Measures a file by the size that its sender announces. Others may come before it, so it is measured again at its end.</summary>
    /// <param name="userId">Who uploads it; null where no account does.</param>
    /// <param name="bytes">Its size.</param>
    /// <param name="cancel">Stops.</param>
    /// <exception cref="RefusedException">It passes a quota (507).</exception>
    public async Task RequireAsync(string? userId, long bytes, CancellationToken cancel = default)
    {
        var limits = await settings.ReadAsync(cancel);
        if (store.UsedBytes + bytes > limits.LibraryBytes)
            throw LibraryFull(store.UsedBytes, limits.LibraryBytes.Value, bytes);
        if (userId is not null)
            Measure(await OfAccountAsync(userId, cancel), bytes);
    }

    /// <summary>
    /// Measures a file that has arrived and holds its room. One file of an account is measured and written at a time, so that however many come at
    /// once its photos never pass its quota; an account without one waits for nobody.
    /// </summary>
    /// <param name="userId">Who uploads it; null where no account does.</param>
    /// <param name="bytes">Its size.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <exception cref="RefusedException">It passes the account's quota (507).</exception>
    public async Task<HeldRoom> HoldAsync(string? userId, long bytes, CancellationToken cancel)
    {
        var limits = await settings.ReadAsync(cancel);
        if (userId is null || await QuotaAsync(userId, limits, cancel) is null)
            return new HeldRoom(limits.LibraryBytes, null);
        var turn = turns.GetOrAdd(userId, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancel);
        try
        {
            Measure(await OfAccountAsync(userId, cancel), bytes);
            return new HeldRoom(limits.LibraryBytes, turn);
        }
        catch
        {
            turn.Release();
            throw;
        }
    }

    /// <summary>How much of its quota an account uses.</summary>
    /// <param name="userId">The account.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<StorageUse> OfAccountAsync(string userId, CancellationToken cancel = default) =>
        (await OfAccountsAsync([userId], cancel)).GetValueOrDefault(userId) ?? new StorageUse(0, 0, null);

    /// <summary>The same for several accounts, by their keys; without those that are not there.</summary>
    /// <param name="userIds">The accounts.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<IReadOnlyDictionary<string, StorageUse>> OfAccountsAsync(
        IReadOnlyCollection<string> userIds, CancellationToken cancel = default)
    {
        var limits = await settings.ReadAsync(cancel);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var quotas = await db.Users.Where(u => userIds.Contains(u.Id)).Select(u => new { u.Id, u.HasOwnQuota, u.QuotaBytes }).ToListAsync(cancel);
        var living = await db.Photos.Where(p => p.UploaderId != null && userIds.Contains(p.UploaderId)).GroupBy(p => p.UploaderId!)
            .Select(g => new { g.Key, Bytes = g.Sum(p => p.Bytes + p.ClipBytes) }).ToDictionaryAsync(g => g.Key, g => g.Bytes, cancel);
        var deleted = await db.TrashedPhotos.Select(p => new
        {
            Uploader = (string?)p[nameof(Photo.UploaderId)],
            Bytes = (long)p[nameof(Photo.Bytes)] + (long)p[nameof(Photo.ClipBytes)],
        })
            .Where(p => p.Uploader != null && userIds.Contains(p.Uploader)).GroupBy(p => p.Uploader!)
            .Select(g => new { g.Key, Bytes = g.Sum(p => p.Bytes) }).ToDictionaryAsync(g => g.Key, g => g.Bytes, cancel);
        return quotas.ToDictionary(u => u.Id, u => new StorageUse(
            living.GetValueOrDefault(u.Id) + deleted.GetValueOrDefault(u.Id),
            deleted.GetValueOrDefault(u.Id),
            limits.Of(u.HasOwnQuota, u.QuotaBytes)));
    }

    internal static RefusedException LibraryFull(long used, long quota, long bytes) => new(
        $"The space for photos is used up: {Words.Size(used)} of {Words.Size(quota)} for the whole library are used, what lies in the trash "
            + $"included, and this file of {Words.Size(bytes)} does not fit. Delete what is not needed and empty the trash, or ask the admin to "
            + "raise the limit, and upload it again.",
        StatusCodes.Status507InsufficientStorage);

    private static void Measure(StorageUse use, long bytes)
    {
        if (use.QuotaBytes is not { } quota || use.UsedBytes + bytes <= quota)
            return;
        throw new RefusedException(
            $"This file of {Words.Size(bytes)} does not fit into your quota: {Words.Size(use.UsedBytes)} of {Words.Size(quota)} are used, what "
                + "lies in the trash included. Delete photos of yours and empty the trash, or ask the admin for a larger quota, and upload it again.",
            StatusCodes.Status507InsufficientStorage);
    }

    private async Task<long?> QuotaAsync(string userId, QuotaLimits limits, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var user = await db.Users.Where(u => u.Id == userId).Select(u => new { u.HasOwnQuota, u.QuotaBytes }).FirstOrDefaultAsync(cancel);
        return limits.Of(user?.HasOwnQuota ?? false, user?.QuotaBytes);
    }
}
