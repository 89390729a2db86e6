namespace FaceWeb.Albums;

/// <summary>Wires albums, photos and uploads.</summary>
public static class AlbumsRoom
{
    /// <summary>Adds this room's services.</summary>
    public static WebApplicationBuilder AddAlbums(this WebApplicationBuilder builder)
    {
        return builder;
    }

    /// <summary>Maps this room's calls of the HTTP API.</summary>
    public static RouteGroupBuilder MapAlbumsApi(this RouteGroupBuilder api)
    {
        return api;
    }
}
