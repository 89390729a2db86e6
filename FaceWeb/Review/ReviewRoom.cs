using Microsoft.AspNetCore.Components.Server.Circuits;

namespace FaceWeb.Review;

/// <summary>Wires decisions on faces.</summary>
public static class ReviewRoom
{
    /// <summary>Adds this room's services.</summary>
    public static WebApplicationBuilder AddReview(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<FaceService>();
        builder.Services.AddSingleton<FacePictures>();
        builder.Services.AddSingleton<ReviewList>();
        builder.Services.AddScoped<ReviewConnection>();
        builder.Services.AddScoped<CircuitHandler>(services => services.GetRequiredService<ReviewConnection>());
        builder.Services.AddSingleton<ReviewAnnouncer>();
        builder.Services.AddSingleton<ReviewHistory>();
        builder.Services.AddSingleton<ReviewService>();
        builder.Services.AddSingleton<ReaffirmService>();
        return builder;
    }

    /// <summary>Maps this room's calls of the HTTP API.</summary>
    public static RouteGroupBuilder MapReviewApi(this RouteGroupBuilder api)
    {
        return api.MapFacesApi().MapReviewPageApi();
    }
}
