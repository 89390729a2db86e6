using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FaceWeb.Store.Quotas;

/// <summary>
/// What an admin has chosen for the room that photos may take. Kept in the database, so that a backup has it; until somebody has chosen, the
/// configuration says.
/// </summary>
public sealed class QuotaSettings(
    IDbContextFactory<FaceWebDb> databases, IOptions<UploadOptions> configured, RoleCheck roles, AccessLog said) : IDisposable
{
    // Two admins at once must not both make the one row.
    private readonly SemaphoreSlim writing = new(1, 1);

    // One process works on a data folder: what was read once holds until it is written here.
    private StorageLimits? known;

    /// <summary>What holds now.</summary>
    public async Task<QuotaLimits> ReadAsync(CancellationToken cancel = default)
    {
        if (Volatile.Read(ref known) is not { } limits)
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            limits = await db.StorageLimits.AsNoTracking().SingleOrDefaultAsync(cancel)
                ?? new StorageLimits { LibraryBytes = configured.Value.QuotaBytes, AccountBytes = configured.Value.AccountQuotaBytes };
            Interlocked.CompareExchange(ref known, limits, null);
        }
        return new QuotaLimits(limits.LibraryBytes, limits.AccountBytes);
    }

    /// <summary>Keeps a choice; it holds from the next file.</summary>
    /// <exception cref="RefusedException">A limit is negative, or who asks is no admin (403).</exception>
    public async Task WriteAsync(QuotaLimits chosen)
    {
        ArgumentNullException.ThrowIfNull(chosen);
        await roles.RequireAsync(Policies.Admin);
        RequirePossible(chosen.LibraryBytes);
        RequirePossible(chosen.AccountBytes);
        await writing.WaitAsync();
        try
        {
            await using var db = await databases.CreateDbContextAsync();
            if (await db.StorageLimits.SingleOrDefaultAsync() is not { } limits)
                db.StorageLimits.Add(limits = new StorageLimits());
            (limits.LibraryBytes, limits.AccountBytes) = (chosen.LibraryBytes, chosen.AccountBytes);
            await db.SaveChangesAsync();
            Volatile.Write(ref known, limits);
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>Gives an account a quota of its own, or takes it away again; it holds from the next file.</summary>
    /// <param name="userId">The account.</param>
    /// <param name="chosen">What holds for it.</param>
    /// <exception cref="RefusedException">The quota is negative, there is no such account (404), or who asks is no admin (403).</exception>
    public async Task WriteAccountAsync(string userId, AccountQuota chosen)
    {
        ArgumentNullException.ThrowIfNull(chosen);
        await roles.RequireAsync(Policies.Admin);
        RequirePossible(chosen.QuotaBytes);
        await using var db = await databases.CreateDbContextAsync();
        var email = await db.Users.Where(u => u.Id == userId).Select(u => u.Email).FirstOrDefaultAsync()
            ?? throw RefusedException.NotFound("such user");
        await db.Users.Where(u => u.Id == userId).ExecuteUpdateAsync(set => set
            // Whoever read the account before, a sign-in for example, must not write the old quota back.
            .SetProperty(u => u.ConcurrencyStamp, Guid.NewGuid().ToString())
            .SetProperty(u => u.HasOwnQuota, chosen.Own).SetProperty(u => u.QuotaBytes, chosen.Own ? chosen.QuotaBytes : null));
        said.Note("has another quota", email);
    }

    /// <inheritdoc />
    public void Dispose() => writing.Dispose();

    private static void RequirePossible(long? bytes)
    {
        if (bytes < 0)
            throw new RefusedException("A quota is a number of bytes from 0 on, or nothing for no limit.");
    }
}
