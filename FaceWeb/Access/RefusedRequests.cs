using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace FaceWeb.Access;

/// <summary>Writes into the log who was kept from an address that is not for his role. Who is not signed in is led to the sign-in page, unwritten.</summary>
public sealed class RefusedRequests(AccessLog log, ActingUser acting) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler usual = new();

    /// <inheritdoc />
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(authorizeResult);
        if (authorizeResult.Forbidden)
        {
            (acting.Current, acting.Address) = (context.User, context.Connection.RemoteIpAddress);
            log.Refuse("was refused", context.User.Identity?.Name, $"{context.Request.Method} {context.Request.Path}");
        }
        return usual.HandleAsync(next, context, policy, authorizeResult);
    }
}
