namespace FaceWeb.Albums;

/// <summary>Wires albums, photos and uploads.</summary>
public static class AlbumsRoom
{
    /// <summary>Adds this room's services.</summary>
    public static WebApplicationBuilder AddAlbums(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.Configure<UploadOptions>(builder.Configuration.GetSection("FaceWeb:Upload"));
        services.AddSingleton<PhotoStore>();
        services.AddSingleton<StoreSweep>();
        services.AddHostedService(provider => provider.GetRequiredService<StoreSweep>());
        services.AddSingleton<ZipIntake>();
        services.AddScoped<PhotoIntake>();
        services.AddScoped<PhotoUpload>();
        services.AddScoped<AlbumService>();
        services.AddScoped<PhotoService>();
        services.AddScoped<FailedPhotos>();
        return builder;
    }

    /// <summary>Maps this room's calls of the HTTP API.</summary>
    public static RouteGroupBuilder MapAlbumsApi(this RouteGroupBuilder api) => api.MapAlbums();

    /// <summary>Makes the photo store's folders and removes what an interrupted upload left.</summary>
    /// <exception cref="IOException">A folder cannot be made.</exception>
    public static void PrepareAlbums(this WebApplication app) => app.Services.GetRequiredService<PhotoStore>().Prepare();
}
