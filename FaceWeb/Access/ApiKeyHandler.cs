using System.Security.Claims;
using System.Text.Encodings.Web;
using FaceWeb.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace FaceWeb.Access;

/// <summary>
/// Signs a request in by <c>Authorization: Bearer KEY</c>, with the role of the key's owner, or the weaker one that
/// the key's scope allows.
/// </summary>
public sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    ApiKeyService keys,
    UsersNow now,
    UserManager<AppUser> users,
    IUserClaimsPrincipalFactory<AppUser> principals)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The scheme's name.</summary>
    public new const string Scheme = "api-key";

    /// <inheritdoc />
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();
        if (await keys.FindAsync(header["Bearer ".Length..].Trim()) is not { } key
            || await now.FindAsync(key.UserId, Context.RequestAborted) is not { } owner || await users.FindByIdAsync(key.UserId) is not { } user)
            return AuthenticateResult.Fail("This API key is not known or has expired, or its owner is locked.");
        var principal = await principals.CreateAsync(user);
        if (principal.Identity is ClaimsIdentity identity)
        {
            foreach (var role in identity.FindAll(identity.RoleClaimType).ToList())
                identity.RemoveClaim(role);
            identity.AddClaim(new Claim(identity.RoleClaimType, KeyScope.RoleWithin(key.Scope, owner.Role)));
            identity.AddClaim(new Claim(KeyScope.Claim, key.Scope));
        }
        return AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme));
    }
}
