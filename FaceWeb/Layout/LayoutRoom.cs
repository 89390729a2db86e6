using MudBlazor.Services;

namespace FaceWeb.Layout;

/// <summary>Wires the pages' shell.</summary>
public static class LayoutRoom
{
    /// <summary>Adds Razor components on the server and MudBlazor.</summary>
    public static WebApplicationBuilder AddLayout(this WebApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddMudServices(options => options.SnackbarConfiguration.PreventDuplicates = false);
        return builder;
    }

    /// <summary>Maps static assets and pages.</summary>
    public static WebApplication MapLayout(this WebApplication app)
    {
        app.MapStaticAssets();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }
}
