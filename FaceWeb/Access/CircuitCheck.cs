using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.Options;

namespace FaceWeb.Access;

/// <summary>
/// Asks again and again whether an open page's user is still who he was. When he is not, the page is nobody's: its content goes and the browser
/// is led to the sign-in page.
/// </summary>
public sealed class CircuitCheck(ILoggerFactory logs, UsersNow users, IOptions<AccessOptions> options)
    : RevalidatingServerAuthenticationStateProvider(logs)
{
    /// <inheritdoc />
    protected override TimeSpan RevalidationInterval => options.Value.RecheckInterval;

    /// <inheritdoc />
    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        users.StandsAsync(authenticationState.User, cancellationToken);
}
