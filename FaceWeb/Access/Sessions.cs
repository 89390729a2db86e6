using System.Collections.Concurrent;
using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using FaceWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Access;

/// <summary>
/// The browsers in which users are signed in: one row each, whose key the cookie carries, so that a session can be seen and ended by itself. A
/// cookie that was stolen ends with its session.
/// </summary>
public sealed class Sessions(
    IDbContextFactory<FaceWebDb> databases, UsersNow users, RoleCheck roles, AccessLog said, TimeProvider clock, ILogger<Sessions> log)
{
    /// <summary>The claim that carries the session's key.</summary>
    public const string Claim = "faceweb:session";

    /// <summary>A session ends after so long without a request.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromDays(30);

    /// <summary>A session ends after so long in any case.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    private static readonly TimeSpan Noted = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, long> noted = [];

    /// <summary>The sessions that have not ended.</summary>
    internal static IQueryable<UserSession> Open(FaceWebDb db, DateTime now)
    {
        var (used, started) = (now - Idle, now - Longest);
        return db.UserSessions.Where(s => s.LastUsedAt > used && s.StartedAt > started);
    }

    /// <summary>Begins a session; the user's sessions that are over go.</summary>
    /// <returns>The session's key.</returns>
    public async Task<string> StartAsync(string userId, IPAddress? address, string browser)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var session = new UserSession
        {
            Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            UserId = userId,
            StartedAt = now,
            LastUsedAt = now,
            Address = address?.ToString(),
            Browser = browser.Length > UserSession.MaxBrowserLength ? browser[..UserSession.MaxBrowserLength] : browser,
        };
        await using var db = await databases.CreateDbContextAsync();
        var open = Open(db, now);
        await db.UserSessions.Where(s => s.UserId == userId && !open.Any(o => o.Id == s.Id)).ExecuteDeleteAsync();
        db.UserSessions.Add(session);
        await db.SaveChangesAsync();
        users.Forget(userId);
        return session.Id;
    }

    /// <summary>A user's sessions, the last used first.</summary>
    public async Task<IReadOnlyList<UserSession>> ListAsync(string userId)
    {
        await roles.RequireSelfAsync(userId);
        await using var db = await databases.CreateDbContextAsync();
        return await Open(db, clock.GetUtcNow().UtcDateTime).AsNoTracking().Where(s => s.UserId == userId).OrderByDescending(s => s.LastUsedAt)
            .ToListAsync();
    }

    /// <summary>Ends one of a user's sessions; nothing happens when it is over already.</summary>
    public async Task EndAsync(string userId, string id)
    {
        await roles.RequireSelfAsync(userId);
        await DropAsync(userId, id);
    }

    /// <summary>The same for who signs out, whatever became of the account meanwhile.</summary>
    internal async Task DropAsync(string userId, string id)
    {
        await using var db = await databases.CreateDbContextAsync();
        await db.UserSessions.Where(s => s.UserId == userId && s.Id == id).ExecuteDeleteAsync();
        users.Forget(userId);
        said.Note("ended a session", (await db.Users.AsNoTracking().FirstOrDefaultAsync(u => u.Id == userId))?.Email);
    }

    /// <summary>
    /// Notes that a session is used; written every five minutes at most, and soon: a page does not wait until it is its turn to write.
    /// </summary>
    public void Note(ClaimsPrincipal principal)
    {
        if (principal.FindFirstValue(Claim) is not { } id)
            return;
        var now = clock.GetTimestamp();
        if (noted.TryGetValue(id, out var at) && clock.GetElapsedTime(at, now) < Noted)
            return;
        noted[id] = now;
        _ = Task.Run(() => WriteAsync(id));
    }

    private async Task WriteAsync(string id)
    {
        try
        {
            await using var db = await databases.CreateDbContextAsync();
            var time = clock.GetUtcNow().UtcDateTime;
            await db.UserSessions.Where(s => s.Id == id).ExecuteUpdateAsync(set => set.SetProperty(s => s.LastUsedAt, time));
        }
        catch (ObjectDisposedException)
        {
            // The server has ended meanwhile.
        }
        catch (Exception e)
        {
            // A full disk keeps nobody out.
            log.LogWarning(e, "When a session was last used could not be written.");
        }
    }
}
