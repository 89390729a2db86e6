namespace FaceWeb.Review;

/// <summary>Wires the review page.</summary>
public static class DecisionServices
{
    /// <summary>Adds this room's services.</summary>
    public static WebApplicationBuilder AddReview(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ReviewList>();
        return builder;
    }
}
