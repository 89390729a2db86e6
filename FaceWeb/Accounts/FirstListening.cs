using System.Net;
using Microsoft.Extensions.Configuration.CommandLine;

namespace FaceWeb.Accounts;

/// <summary>
/// Until there is an admin, FaceWeb listens on this machine only: settings that were made for later, in the environment or a file, would let
/// strangers knock at the set-up page. Whoever writes <c>--urls</c> on the command line means it.
/// </summary>
internal static class FirstListening
{
    /// <summary>Has the application listen on loopback addresses, with the ports that are set.</summary>
    public static void OnThisMachineOnly(WebApplication app)
    {
        if (((IConfigurationRoot)app.Configuration).Providers.OfType<CommandLineConfigurationProvider>().Any(p => p.TryGet("urls", out _)))
            return;
        var configured = Configured(app.Configuration);
        if (configured.TrueForAll(url => IsLoopback(BindingAddress.Parse(url))))
            return;
        foreach (var address in configured.Select(BindingAddress.Parse))
            app.Urls.Add(FormattableString.Invariant($"{address.Scheme}://localhost:{address.Port}"));
        app.Logger.LogWarning(
            "There is no admin yet, so FaceWeb listens on this machine only: {Urls}. Make the admin, then start it again; or start it with --urls.",
            string.Join(", ", app.Urls));
    }

    private static List<string> Configured(IConfiguration configuration)
    {
        IEnumerable<string> Parts(string key) =>
            (configuration[key] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var urls = Parts("urls").ToList();
        return urls.Count > 0 ? urls : [.. Parts("http_ports").Select(p => $"http://*:{p}"), .. Parts("https_ports").Select(p => $"https://*:{p}")];
    }

    private static bool IsLoopback(BindingAddress address) =>
        address.Host == "localhost" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}
