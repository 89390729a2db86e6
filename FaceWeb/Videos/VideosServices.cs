using FaceWeb.Videos.Films;
using FaceWeb.Work;

namespace FaceWeb.Videos;

/// <summary>Wires the videos' page and calls.</summary>
public static class VideosServices
{
    /// <summary>Adds this room's services.</summary>
    public static WebApplicationBuilder AddVideos(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<VideoService>();
        builder.Services.AddSingleton<FilmFiles>();
        builder.Services.AddSingleton<FilmAskers>();
        builder.Services.AddScoped<FilmService>();
        builder.Services.AddTransient<FilmJob>();
        builder.Services.AddQueue(JobQueues.Film, 1);
        return builder;
    }

    /// <summary>Goes on with the films that a dead process left half made.</summary>
    public static async Task ResumeFilmsAsync(this WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<FilmService>().RecoverAsync();
    }
}
