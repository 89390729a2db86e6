namespace FaceWeb.Shell;

/// <summary>Bounds what one caller may ask for at once.</summary>
public static class Limits
{
    /// <summary>Adds the limiters.</summary>
    public static WebApplicationBuilder AddLimits(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<LimitOptions>(builder.Configuration.GetSection("FaceWeb:Limits"));
        builder.Services.AddSingleton<CallLimiter>();
        return builder;
    }

    // Not the framework's middleware: its limiters are never disposed, and their timers keep the whole of a stopped application in memory.
    /// <summary>Refuses, from here on, what is too much at once.</summary>
    public static void UseLimits(this WebApplication app) => app.Use(app.Services.GetRequiredService<CallLimiter>().PassAsync);
}
