using FaceWeb.Api;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;

namespace FaceWeb.Access;

/// <summary>
/// Lets a browser's cookie change things only together with the antiforgery token in the header <c>RequestVerificationToken</c>: another
/// site can make a browser send the cookie, but not that header. An API key is never sent by itself, so calls with a key need no token.
/// </summary>
public sealed class AntiforgeryFilter(IAntiforgery antiforgery) : IEndpointFilter
{
    /// <summary>The header that carries the token.</summary>
    public const string Header = "RequestVerificationToken";

    /// <inheritdoc />
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var ticket = http.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Ticket;
        var changes = !(
            HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || HttpMethods.IsOptions(http.Request.Method));
        if (!changes || ticket?.AuthenticationScheme == ApiKeyHandler.Scheme)
            return await next(context);

        // Without the header, validation would look for the token in the form and so read a whole upload first.
        if (!http.Request.Headers.ContainsKey(Header))
            throw Refused();
        try
        {
            await antiforgery.ValidateRequestAsync(http);
        }
        catch (AntiforgeryValidationException)
        {
            throw Refused();
        }
        return await next(context);
    }

    private static RefusedException Refused() => new(
        $"The page's security token is missing or too old. Reload the page and try again; programs send an API key, or the token in the header "
            + $"{Header}.");
}
