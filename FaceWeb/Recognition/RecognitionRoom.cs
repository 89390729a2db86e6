namespace FaceWeb.Recognition;

/// <summary>Wires the models and the jobs.</summary>
public static class RecognitionRoom
{
    /// <summary>Adds this room's services.</summary>
    public static WebApplicationBuilder AddRecognition(this WebApplicationBuilder builder)
    {
        return builder;
    }

    /// <summary>Maps this room's calls of the HTTP API.</summary>
    public static RouteGroupBuilder MapRecognitionApi(this RouteGroupBuilder api)
    {
        return api;
    }


    /// <summary>What this room must do before the first request.</summary>
    public static Task PrepareRecognitionAsync(this WebApplication app)
    {
        return Task.CompletedTask;
    }
}
