namespace FaceWeb.Review;

/// <summary>Wires decisions on faces.</summary>
public static class ReviewRoom
{
    /// <summary>Adds this room's services.</summary>
    public static WebApplicationBuilder AddReview(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<FaceService>();
        builder.Services.AddSingleton<ReviewAnnouncer>();
        builder.Services.AddSingleton<ReviewHistory>();
        builder.Services.AddSingleton<ReviewService>();
        return builder;
    }

    /// <summary>Maps this room's calls of the HTTP API.</summary>
    public static RouteGroupBuilder MapReviewApi(this RouteGroupBuilder api)
    {
        return api.MapFacesApi().MapGroupsApi();
    }
}
