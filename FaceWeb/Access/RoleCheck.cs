using System.Security.Claims;
using FaceWeb.Api;

namespace FaceWeb.Access;

/// <summary>
/// Asked by every service that changes something, before it does: routes and pages ask for a role when they are opened, but a page stays open
/// after its user was given another role, locked or deleted.
/// </summary>
public sealed class RoleCheck(ActingUser acting, UsersNow users, AccessLog log)
{
    /// <summary>Nothing happens when the acting user may do this now, or when no person asked (the start, background work).</summary>
    /// <param name="policy">One of <see cref="Policies"/>.</param>
    /// <exception cref="RefusedException">He may not, or not any more (403).</exception>
    public async Task RequireAsync(string policy)
    {
        if (acting.Current is not { } principal)
            return;
        var user = await users.FindAsync(principal)
            ?? throw Refused(policy, "You are not signed in any more: your account was changed, locked or deleted. Load the page again and sign in.");
        if (!Policies.RolesOf(policy).Contains(user.Role))
        {
            throw Refused(policy, principal.HasClaim(claim => claim.Type == UserClaims.HeldBack)
                ? "This FaceWeb asks a second factor of your role: turn it on, on the page of your account. Until then you may only look."
                : $"That is not for your role ({user.Role}). Ask an admin of this FaceWeb for the role that you need.");
        }
    }

    /// <summary>The same for what concerns one account: its own user may do it, and nobody else.</summary>
    /// <exception cref="RefusedException">It is another user's, or he is signed in no more (403).</exception>
    public async Task RequireSelfAsync(string userId)
    {
        await RequireAsync(Policies.View);
        if (acting.Current is { } principal && Actor.From(principal).UserId != userId)
            throw Refused("another account's", "That belongs to another account.");
    }

    /// <summary>The same, but an admin may do it as well.</summary>
    /// <exception cref="RefusedException">It is another user's and who asks is no admin, or he is signed in no more (403).</exception>
    public Task RequireSelfOrAdminAsync(string userId) =>
        acting.Current?.FindFirstValue(ClaimTypes.NameIdentifier) == userId ? RequireSelfAsync(userId) : RequireAsync(Policies.Admin);

    private RefusedException Refused(string what, string sentence)
    {
        log.Refuse("was refused", acting.Current?.Identity?.Name, what);
        return new RefusedException(sentence, StatusCodes.Status403Forbidden);
    }
}
