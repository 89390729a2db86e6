using System.Net;
using FaceWeb.Api;

namespace FaceWeb.Access;

/// <summary>
/// Refuses requests under a name that is not this server's. A page on the open network can have its own name lead to this machine (DNS rebinding)
/// and would then be read as this site; it cannot change the name that the browser sends. Taken are <c>localhost</c>, addresses in digits, which
/// nobody can have lead elsewhere, this machine's name, and the names in the setting <c>AllowedHosts</c>, divided by semicolons, where
/// <c>*.example.org</c> means all names below and <c>*</c> any name.
/// </summary>
public sealed class HostNames
{
    private readonly HashSet<string> names =
        new(StringComparer.OrdinalIgnoreCase) { "localhost", Environment.MachineName, $"{Environment.MachineName}.local" };

    private readonly List<string> below = [];
    private readonly bool any;

    /// <summary>Reads the setting.</summary>
    public HostNames(IConfiguration configuration)
    {
        foreach (var name in (configuration["AllowedHosts"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            any |= name == "*";
            if (name.StartsWith("*.", StringComparison.Ordinal))
                below.Add(name[1..]);
            else
                names.Add(name);
        }
    }

    /// <summary>Whether requests under this name are answered.</summary>
    /// <param name="host">As the browser sends it, without the port; IPv6 in brackets.</param>
    public bool Takes(string host) =>
        any || names.Contains(host) || IPAddress.TryParse(host.Trim('[', ']'), out _)
        || below.Exists(b => host.Length > b.Length && host.EndsWith(b, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Refuses requests under other names (400), and web sockets that a page of another site opens (403): browsers let every page open them, and
    /// say whose it is. Comes before anything else.
    /// </summary>
    public Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (!Takes(context.Request.Host.Host))
            throw new RefusedException(
                "This FaceWeb is not known by the name in the address. Whoever runs it adds the name to the setting AllowedHosts.");
        if (context.Request.Path.StartsWithSegments("/_blazor") && context.Request.Headers.Origin.ToString() is { Length: > 0 } origin
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var page)
                && page.Authority.Equals(context.Request.Host.Value, StringComparison.OrdinalIgnoreCase)))
            throw new RefusedException("A page of another site cannot open this.", StatusCodes.Status403Forbidden);
        return next(context);
    }
}
