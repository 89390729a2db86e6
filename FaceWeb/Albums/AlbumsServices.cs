using FaceWeb.Albums.Motion;
using FaceWeb.Albums.Uploading;

namespace FaceWeb.Albums;

/// <summary>Wires albums, photos and uploads.</summary>
public static class AlbumsServices
{
    /// <summary>Adds this room's services.</summary>
    public static WebApplicationBuilder AddAlbums(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<ZipIntake>();
        services.AddScoped<PhotoIntake>();
        services.AddScoped<PhotoUpload>();
        services.AddScoped<PiecewiseUpload>();
        services.AddScoped<AlbumService>();
        services.AddScoped<PhotoService>();
        services.AddScoped<MotionClips>();
        services.AddSingleton<LivePhotos>();
        services.AddScoped<FailedPhotos>();
        return builder;
    }
}
