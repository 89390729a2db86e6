using FaceWeb.Layout;
using MudBlazor;
using MudBlazor.Services;

namespace FaceWeb.Shell;

/// <summary>Wires the pages' shell.</summary>
public static class ShellServices
{
    /// <summary>Adds Razor components on the server and MudBlazor.</summary>
    public static WebApplicationBuilder AddShell(this WebApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddScoped<BrowserModules>();
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
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }
}
