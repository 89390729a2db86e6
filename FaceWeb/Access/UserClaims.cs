using System.Security.Claims;
using FaceWeb.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace FaceWeb.Access;

/// <summary>What a user's cookie or key says of him: his role is the one that he acts in (<see cref="ActingRole"/>).</summary>
public sealed class UserClaims(
    UserManager<AppUser> users, RoleManager<IdentityRole> roles, IOptions<IdentityOptions> identity, ActingRole acting)
    : UserClaimsPrincipalFactory<AppUser, IdentityRole>(users, roles, identity)
{
    /// <summary>The claim of those who may only look until their second factor is on; its value is their own role.</summary>
    public const string HeldBack = "faceweb:held-back";

    /// <inheritdoc />
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(AppUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        var identity = await base.GenerateClaimsAsync(user);
        foreach (var own in identity.FindAll(identity.RoleClaimType).ToList())
        {
            var role = acting.Of(own.Value, user.TwoFactorEnabled);
            if (role == own.Value)
                continue;
            identity.RemoveClaim(own);
            identity.AddClaim(new Claim(identity.RoleClaimType, role));
            identity.AddClaim(new Claim(HeldBack, own.Value));
        }
        return identity;
    }
}
