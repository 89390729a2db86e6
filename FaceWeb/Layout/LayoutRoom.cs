namespace FaceWeb.Layout;

/// <summary>Wires the pages' shell.</summary>
public static class LayoutRoom
{
    /// <summary>Adds this room's services.</summary>
    public static WebApplicationBuilder AddLayout(this WebApplicationBuilder builder)
    {
        return builder;
    }

    /// <summary>Maps this room's own routes.</summary>
    public static WebApplication MapLayout(this WebApplication app)
    {
        return app;
    }
}
