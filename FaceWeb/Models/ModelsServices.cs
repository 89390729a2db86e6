using FaceWeb.Work;

namespace FaceWeb.Models;

/// <summary>Wires the models, and the measuring of faces by a pack that they lack.</summary>
public static class ModelsServices
{
    /// <summary>Adds this room's services and its queue.</summary>
    public static WebApplicationBuilder AddModels(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.Configure<ModelOptions>(builder.Configuration.GetSection("FaceWeb:Models"));
        services.AddSingleton<ModelHost>();
        services.AddSingleton<ReplacedModel>();
        services.AddSingleton<EmbeddingService>();
        services.AddTransient<EmbedJob>();
        services.AddQueue(JobQueues.Embed, 1);
        return builder;
    }

    /// <summary>Loads the models.</summary>
    /// <exception cref="FaceWeb.Pipeline.ModelPacks.ModelPackException">The models cannot be used; the message says why.</exception>
    /// <exception cref="FaceWeb.Pipeline.Imaging.PhotoException">
    /// OpenCV's native library cannot be loaded; the message says what to install.
    /// </exception>
    public static void PrepareModels(this WebApplication app) => app.Services.GetRequiredService<ModelHost>().Open();

    /// <summary>Goes on with a measuring that a dead process left, or begins one if the setting or the pack has changed.</summary>
    public static Task ResumeMeasuringAsync(this WebApplication app) => app.Services.GetRequiredService<EmbeddingService>().RecoverAsync();
}
