namespace FaceWeb.Live;

/// <summary>Wires what tells pages and rooms of changes.</summary>
public static class LiveServices
{
    /// <summary>Adds this room's services.</summary>
    public static WebApplicationBuilder AddLive(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ChangeFeed>();
        builder.Services.AddSingleton<FaceNews>();
        return builder;
    }
}
