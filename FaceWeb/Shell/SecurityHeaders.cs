using System.Security.Cryptography;

namespace FaceWeb.Shell;

/// <summary>
/// What every answer tells the browser to refuse: scripts that are not files of this site, frames around it, guessed types, addresses of its pages
/// told to others, cameras and microphones.
/// </summary>
public static class SecurityHeaders
{
    private const string Nonce = "faceweb:nonce";

    /// <summary>The word of this answer that the one script within a page, its import map, carries.</summary>
    public static string NonceOf(HttpContext context)
    {
        if (context.Items[Nonce] is string nonce)
            return nonce;
        nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        context.Items[Nonce] = nonce;
        return nonce;
    }

    /// <summary>Adds the headers to every answer. Comes first.</summary>
    public static WebApplication UseSecurityHeaders(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                Add(context);
                return Task.CompletedTask;
            });
            return next(context);
        });
        return app;
    }

    private static void Add(HttpContext context)
    {
        var headers = context.Response.Headers;

        // Styles are written into elements by the components' library. 'self' covers the web socket too.
        headers.ContentSecurityPolicy =
            $"default-src 'self'; script-src 'self' 'nonce-{NonceOf(context)}'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
            + "media-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (context.Request.Path.StartsWithSegments("/api") && headers.CacheControl.Count == 0)
            headers.CacheControl = "no-store";
    }
}
