using FaceWeb.Analysis.Boxes;
using FaceWeb.Analysis.Tracks;
using FaceWeb.Analysis.Turning;
using FaceWeb.Analysis.Videos;
using FaceWeb.History.Steps;
using FaceWeb.Models;
using FaceWeb.Work;
using Hangfire;

namespace FaceWeb.Analysis;

/// <summary>Wires the way from a photo to its faces.</summary>
public static class AnalysisServices
{
    /// <summary>Adds this room's services, its queue and what is done with boxes by hand.</summary>
    public static WebApplicationBuilder AddAnalysis(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var workers = builder.Configuration.GetSection("FaceWeb:Models").Get<ModelOptions>()?.Workers ?? Environment.ProcessorCount;
        services.AddQueue(JobQueues.Analyse, Math.Clamp(workers, 1, 256));
        services.AddSingleton<PhotoClaims>();
        services.AddSingleton<AnalysisQueue>();
        services.AddSingleton<AnalysisCancellation>();
        services.AddSingleton<PhotoFaces>();
        services.AddSingleton<BoxMeasuring>();
        services.AddSingleton<HandDrawnFaces>();
        services.AddSingleton<ActionStep, MoveFaceStep>();
        services.AddSingleton<ActionStep, AddFaceStep>();
        services.AddSingleton<PhotoTurning>();
        services.AddSingleton<ActionStep, TurnPhotoStep>();
        services.AddSingleton<TrackMeasuring>();
        services.AddSingleton<TrackEditing>();
        services.AddSingleton<ActionStep, CutTrackStep>();
        services.AddSingleton<ActionStep, JoinTracksStep>();
        services.AddSingleton<VideosInProgress>();
        services.AddSingleton<RunningVideos>();
        services.AddSingleton<VideoAnalysis>();
        services.AddSingleton<EveryFrame>();
        services.AddTransient<AnalyseJob>();
        services.AddTransient<AnalysisRecovery>();
        return builder;
    }

    /// <summary>Reads from the photos' rows which are given up, and fills the queue from them, now and every few minutes.</summary>
    public static async Task PrepareAnalysisAsync(this WebApplication app)
    {
        await app.Services.GetRequiredService<AnalysisRecovery>().RecallGivenUpAsync(CancellationToken.None);
        await app.Services.GetRequiredService<AnalysisRecovery>().RunAsync(CancellationToken.None);
        app.Services.GetRequiredService<IRecurringJobManager>().AddOrUpdate<AnalysisRecovery>(
            "analysis-recovery", JobQueues.Suggest, recovery => recovery.RunAsync(CancellationToken.None), "*/3 * * * *");
    }
}
