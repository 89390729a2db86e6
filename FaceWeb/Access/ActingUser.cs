using System.Net;
using System.Security.Claims;

namespace FaceWeb.Access;

/// <summary>
/// For whom the present code runs: the user of the request, or of the page whose click is being answered. It flows along with asynchronous
/// calls, so that a service can ask <see cref="RoleCheck"/> without every caller handing the user on.
/// </summary>
public sealed class ActingUser
{
    private readonly AsyncLocal<ClaimsPrincipal?> current = new();
    private readonly AsyncLocal<IPAddress?> address = new();

    /// <summary>The user, perhaps nobody who is signed in; null where no person asked: at the start and in background work.</summary>
    public ClaimsPrincipal? Current
    {
        get => current.Value;
        set => current.Value = value;
    }

    /// <summary>The network address that the request, or the page's connection, comes from; null where it is not known.</summary>
    public IPAddress? Address
    {
        get => address.Value;
        set => address.Value = value;
    }
}
