using Microsoft.Extensions.Primitives;

namespace FaceWeb.Shell;

/// <summary>
/// Behind HTTPS every cookie's name begins with <c>__Host-</c>: browsers take such a cookie only from this very host, over HTTPS and for all of its
/// paths, so that neither a neighbour under the same domain nor somebody on the way can put one of theirs in its place (RFC 6265bis, 4.1.3.2). Over
/// plain HTTP, as at home, browsers would refuse the name. The rest of FaceWeb sees the names without it.
/// </summary>
public static class HostCookies
{
    private const string Prefix = "__Host-";
    private const string WholeHost = "path=/";
    private const char Between = ';';

    /// <summary>Takes the names' beginning away from what comes and puts it before what goes. Comes before all that looks at cookies.</summary>
    public static WebApplication UseHostCookies(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            if (context.Request.IsHttps)
            {
                context.Request.Headers.Cookie = Own(context.Request.Headers.Cookie);

                // What was registered first runs last: cookies that others set at the last moment are there.
                context.Response.OnStarting(() =>
                {
                    context.Response.Headers.SetCookie = Named(context.Response.Headers.SetCookie);
                    return Task.CompletedTask;
                });
            }
            return next(context);
        });
        return app;
    }

    // Any other cookie may be somebody else's, even under one of FaceWeb's names.
    private static StringValues Own(StringValues cookies) => string.Join("; ", cookies
        .SelectMany(c => (c ?? "").Split(Between, StringSplitOptions.TrimEntries))
        .Where(c => c.StartsWith(Prefix, StringComparison.Ordinal)).Select(c => c[Prefix.Length..]));

    private static StringValues Named(StringValues cookies) => cookies.Select(c => IsForWholeHost(c) ? Prefix + c : c).ToArray();

    private static bool IsForWholeHost(string? cookie) => cookie is not null
        && cookie.Split(Between, StringSplitOptions.TrimEntries).Contains(WholeHost, StringComparer.OrdinalIgnoreCase);
}
