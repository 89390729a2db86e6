using Microsoft.AspNetCore.Components.Server.Circuits;

namespace FaceWeb.Review;

/// <summary>Wires the review page.</summary>
public static class DecisionServices
{
    /// <summary>Adds this room's services.</summary>
    public static WebApplicationBuilder AddReview(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ReviewList>();
        builder.Services.AddScoped<ReviewConnection>();
        builder.Services.AddScoped<CircuitHandler>(services => services.GetRequiredService<ReviewConnection>());
        return builder;
    }
}
