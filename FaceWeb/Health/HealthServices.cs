using FaceWeb.Health.Charts;
using FaceWeb.Health.Checking;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace FaceWeb.Health;

/// <summary>Wires what tells whether all is well.</summary>
public static class HealthServices
{
    /// <summary>Adds this room's services.</summary>
    public static WebApplicationBuilder AddHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<HealthService>();
        builder.Services.AddSingleton<LibraryCheck>();
        builder.Services.AddSingleton<CircuitCount>();
        builder.Services.AddSingleton<CircuitHandler>(services => services.GetRequiredService<CircuitCount>());
        builder.Services.AddSingleton<HealthSamples>();
        builder.Services.AddSingleton<HealthSampler>();
        builder.Services.AddHostedService<HealthGauges>();
        builder.Services.AddHostedService(services => services.GetRequiredService<HealthSampler>());
        return builder;
    }
}
