using FaceWeb.Health.Checking;

namespace FaceWeb.Health;

/// <summary>Wires what tells whether all is well.</summary>
public static class HealthServices
{
    /// <summary>Adds this room's services.</summary>
    public static WebApplicationBuilder AddHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<HealthService>();
        builder.Services.AddSingleton<LibraryCheck>();
        builder.Services.AddHostedService<HealthGauges>();
        return builder;
    }
}
