using FaceWeb.Access;
using FaceWeb.Layout;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using MudBlazor;
using MudBlazor.Services;

namespace FaceWeb.Shell;

/// <summary>Wires the pages' shell.</summary>
public static class ShellServices
{
    /// <summary>Adds Razor components on the server and MudBlazor.</summary>
    public static WebApplicationBuilder AddShell(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<ProxyOptions>(builder.Configuration.GetSection("FaceWeb:Proxy"));
        builder.Services.AddHsts(options =>
        {
            options.MaxAge = TimeSpan.FromDays(365);
            options.IncludeSubDomains = true;
        });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.AddLimits();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddScoped<BrowserModules>();
        builder.Services.AddScoped<BrowserConnection>();
        builder.Services.AddScoped<CircuitHandler>(services => services.GetRequiredService<BrowserConnection>());
        builder.Services.AddMudServices(options =>
        {
            options.SnackbarConfiguration.PreventDuplicates = false;

            // At the top they would lie over the buttons that undo what they speak of.
            options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomLeft;
        });
        return builder;
    }

    /// <summary>Maps static assets and pages.</summary>
    public static WebApplication MapShell(this WebApplication app)
    {
        app.MapStaticAssets();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(server =>
        {
            // Said for every answer by SecurityHeaders.
            server.ContentSecurityFrameAncestorsPolicy = null;
        }).Add(endpoint =>
        {
            // Pages without a sign-in have no circuit, so nobody who is not signed in has to reach the hub.
            if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } path }
                && path.TrimStart('/').StartsWith("_blazor", StringComparison.Ordinal))
                endpoint.Metadata.Add(new AuthorizeAttribute(Policies.View));
        });
        return app;
    }
}
