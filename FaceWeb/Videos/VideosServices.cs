namespace FaceWeb.Videos;

/// <summary>Wires the videos' page and calls.</summary>
public static class VideosServices
{
    /// <summary>Adds this room's services.</summary>
    public static WebApplicationBuilder AddVideos(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<VideoService>();
        return builder;
    }
}
