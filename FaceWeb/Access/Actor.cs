using System.Security.Claims;

namespace FaceWeb.Access;

/// <summary>Who does something, and from where.</summary>
/// <param name="UserId">The user's key.</param>
/// <param name="Source">A page's name or <c>api</c>.</param>
public readonly record struct Actor(string UserId, string Source)
{
    /// <summary>The signed-in user of a request or a circuit.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in.</exception>
    public static Actor From(ClaimsPrincipal user, string source = ActionSource.Api) =>
        new(user.FindFirstValue(ClaimTypes.NameIdentifier) ?? throw new InvalidOperationException("Nobody is signed in."), source);
}
