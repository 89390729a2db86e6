using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace FaceWeb.Shell;

/// <summary>Takes the visitor's address and scheme from the headers of the proxies that are named, and of nobody else.</summary>
public static class Proxies
{
    /// <summary>Reads the headers. Comes before all that looks at the address or at HTTPS.</summary>
    /// <exception cref="InvalidOperationException">A named address is none.</exception>
    public static WebApplication UseProxies(this WebApplication app)
    {
        if (Options(app.Services.GetRequiredService<IOptions<ProxyOptions>>().Value) is { } options)
            app.UseForwardedHeaders(options);
        return app;
    }

    /// <summary>What is believed of whom; null when no proxy is named.</summary>
    internal static ForwardedHeadersOptions? Options(ProxyOptions named)
    {
        var addresses = named.Addresses.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (addresses.Length == 0)
            return null;

        // Through a row of named proxies to the first address that is not one of them.
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var address in addresses)
        {
            if (IPAddress.TryParse(address, out var one))
                options.KnownProxies.Add(one);
            else if (System.Net.IPNetwork.TryParse(address, out var network))
                options.KnownIPNetworks.Add(network);
            else
                throw new InvalidOperationException(
                    $"FaceWeb:Proxy:Addresses names \"{address}\", which is neither an address (10.0.0.2) nor a network (172.16.0.0/12).");
        }
        return options;
    }
}
