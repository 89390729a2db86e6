using System.Collections.Concurrent;
using System.Security.Claims;
using FaceWeb.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FaceWeb.Access;

/// <summary>
/// Users as they are now. A cookie and an open page say who somebody was when he signed in; here it is asked whether that still holds.
/// </summary>
public sealed class UsersNow(IDbContextFactory<FaceWebDb> databases, IOptions<IdentityOptions> identity, ActingRole acting, TimeProvider clock)
{
    /// <summary>For how long an answer to <see cref="StandsAsync"/> may be repeated: a page asks for hundreds of small pictures at once.</summary>
    public static readonly TimeSpan Repeated = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, (UserNow? User, long At)> seen = [];
    private readonly ConcurrentDictionary<string, long> changes = [];

    /// <summary>The user, unless he is deleted or locked.</summary>
    /// <returns>Null when there is no such user, or none who may do anything.</returns>
    public async Task<UserNow?> FindAsync(string userId, CancellationToken cancel = default)
    {
        var change = changes.GetValueOrDefault(userId);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var sessions = Sessions.Open(db, clock.GetUtcNow().UtcDateTime);
        var found = await (from user in db.Users.AsNoTracking()
                           join link in db.UserRoles on user.Id equals link.UserId
                           join role in db.Roles on link.RoleId equals role.Id
                           where user.Id == userId
                           select new UserNow(
                               user.Id, user.Email!, role.Name!, user.SecurityStamp, user.LockoutEnd, user.TwoFactorEnabled,
                               sessions.Where(s => s.UserId == user.Id).Select(s => s.Id).ToList())).FirstOrDefaultAsync(cancel);
        found = found is null || found.LockedUntil > clock.GetUtcNow() ? null : found with { Role = acting.Of(found.Role, found.SecondFactor) };
        // What was read before a change must not be remembered after it: a session that has just begun would be taken for one that has ended.
        seen[userId] = (found, clock.GetTimestamp());
        if (changes.GetValueOrDefault(userId) != change)
            seen.TryRemove(userId, out _);
        return found;
    }

    /// <summary>
    /// Whether somebody who signed in is still that user: not deleted, not locked, with the same role and password, in a
    /// session that has not been ended. Answers are repeated for
    /// <see cref="Repeated"/>.
    /// </summary>
    public async Task<bool> StandsAsync(ClaimsPrincipal principal, CancellationToken cancel = default)
    {
        if (principal.FindFirstValue(ClaimTypes.NameIdentifier) is not { } id)
            return false;
        // Only a good answer is repeated: a bad one ends the session in that browser.
        if (seen.TryGetValue(id, out var known) && clock.GetElapsedTime(known.At) < Repeated && known.User is { } before && IsSame(principal, before))
            return true;
        return await FindAsync(id, cancel) is { } user && IsSame(principal, user);
    }

    /// <summary>The next question about a user is not answered from memory: something of his has just changed.</summary>
    public void Forget(string userId)
    {
        changes.AddOrUpdate(userId, 1, (_, count) => count + 1);
        seen.TryRemove(userId, out _);
    }

    /// <summary>
    /// The user behind a principal as he is now, with no more than the role that his key allows; null when he is not the one any more who signed
    /// in.
    /// </summary>
    public async Task<UserNow?> FindAsync(ClaimsPrincipal principal, CancellationToken cancel = default) =>
        principal.FindFirstValue(ClaimTypes.NameIdentifier) is { } id && await FindAsync(id, cancel) is { } user && IsSame(principal, user)
            ? user with { Role = RoleOf(principal, user) }
            : null;

    private bool IsSame(ClaimsPrincipal principal, UserNow user) =>
        principal.FindFirstValue(identity.Value.ClaimsIdentity.SecurityStampClaimType) == user.SecurityStamp
        && principal.IsInRole(RoleOf(principal, user))
        && (principal.FindFirstValue(Sessions.Claim) is not { } session || user.Sessions.Contains(session));

    private static string RoleOf(ClaimsPrincipal principal, UserNow user) =>
        principal.FindFirstValue(KeyScope.Claim) is { } scope ? KeyScope.RoleWithin(scope, user.Role) : user.Role;
}
