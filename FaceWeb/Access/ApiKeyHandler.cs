using System.Text.Encodings.Web;
using FaceWeb.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace FaceWeb.Access;

/// <summary>Signs a request in by <c>Authorization: Bearer KEY</c>, with the roles of the key's owner.</summary>
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
        var userId = await keys.FindUserAsync(header["Bearer ".Length..].Trim());
        if (userId is null || await now.FindAsync(userId, Context.RequestAborted) is null || await users.FindByIdAsync(userId) is not { } user)
            return AuthenticateResult.Fail("This API key is not known, or its owner is locked.");
        var principal = await principals.CreateAsync(user);
        return AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme));
    }
}
