using FaceWeb.History.Steps;
using FaceWeb.Store;
using FaceWeb.Trash.Forgetting;
using FaceWeb.Trash.Steps;

namespace FaceWeb.Trash;

/// <summary>Wires the trash.</summary>
public static class TrashServices
{
    /// <summary>Adds this room's services.</summary>
    public static WebApplicationBuilder AddTrash(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<TrashOptions>(builder.Configuration.GetSection("FaceWeb:Trash"));
        builder.Services.AddSingleton<ActionStep, DeletePhotosStep>();
        builder.Services.AddSingleton<ActionStep, DeleteAlbumStep>();
        builder.Services.AddSingleton<ActionStep, DeletePersonStep>();
        builder.Services.AddSingleton<TrashService>();
        builder.Services.AddSingleton<Erasing>();
        builder.Services.AddSingleton<TrashEmptying>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<TrashEmptying>());
        return builder;
    }

    /// <summary>Ends deleting for good what a process that was killed had begun to: rows are gone then, and other bytes may not be.</summary>
    public static async Task PrepareTrashAsync(this WebApplication app)
    {
        if (await app.Services.GetRequiredService<Erasing>().ResumeAsync())
            await app.Services.GetRequiredService<StoreSweep>().SweepAllAsync();
    }
}
