namespace FaceWeb.Admin;

/// <summary>Wires the admin pages, health and Hangfire's dashboard.</summary>
public static class AdminRoom
{
    /// <summary>Adds this room's services.</summary>
    public static WebApplicationBuilder AddAdmin(this WebApplicationBuilder builder)
    {
        return builder;
    }

    /// <summary>Maps this room's own routes.</summary>
    public static WebApplication MapAdmin(this WebApplication app)
    {
        return app;
    }
}
