using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.InMemory;

namespace FaceWeb.Recognition;

/// <summary>Wires the models and the jobs.</summary>
public static class RecognitionRoom
{
    /// <summary>Adds the models, the queues with one server for each kind of work, and the jobs.</summary>
    public static WebApplicationBuilder AddRecognition(this WebApplicationBuilder builder)
    {
        KeepThreadsForPages();
        var services = builder.Services;
        services.Configure<ModelOptions>(builder.Configuration.GetSection("FaceWeb:Models"));
        services.Configure<TrainingRateOptions>(builder.Configuration.GetSection("FaceWeb:Training"));
        services.AddSingleton<ModelHost>();

        // Storage and activator belong to this host, not to Hangfire's static defaults: a test runs several hosts in one process.
        services.AddSingleton<JobStorage>(_ => new InMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromHours(1) }));
        services.AddSingleton<JobActivator>(provider => new AspNetCoreJobActivator(provider.GetRequiredService<IServiceScopeFactory>()));
        services.AddHangfire(hangfire => hangfire.SetDataCompatibilityLevel(CompatibilityLevel.Version_180).UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings());
        var workers = builder.Configuration.GetSection("FaceWeb:Models").Get<ModelOptions>()?.Workers ?? Environment.ProcessorCount;
        AddServer(JobQueues.Analyse, Math.Clamp(workers, 1, 256));
        AddServer(JobQueues.Embed, 1);
        AddServer(JobQueues.Train, 1);
        AddServer(JobQueues.Suggest, 1);

        services.AddSingleton<PhotoClaims>();
        services.AddSingleton<AnalysisQueue>();
        services.AddSingleton<AnalysisCancellation>();
        services.AddSingleton<PhotoFaces>();
        services.AddSingleton<OldNames>();
        services.AddSingleton<JobRows>();
        services.AddSingleton<SuggestService>();
        services.AddSingleton<ActiveClassifier>();
        services.AddSingleton<UnknownGroups>();
        services.AddSingleton<TrainingService>();
        services.AddSingleton<ClassifierService>();
        services.AddSingleton<TrainingSettings>();
        services.AddSingleton<JobsService>();
        services.AddSingleton<BoxMeasuring>();
        services.AddSingleton<HandDrawnFaces>();
        services.AddSingleton<EmbeddingService>();
        services.AddTransient<AnalyseJob>();
        services.AddTransient<SuggestJob>();
        services.AddTransient<TrainJob>();
        services.AddTransient<EmbedJob>();
        services.AddTransient<AnalysisRecovery>();
        return builder;

        void AddServer(string queue, int workers) => services.AddHangfireServer(server =>
        {
            server.ServerName = $"{Environment.MachineName}-{queue}";
            server.Queues = [queue];
            server.WorkerCount = workers;
            server.SchedulePollingInterval = TimeSpan.FromSeconds(1);
            server.CancellationCheckInterval = TimeSpan.FromSeconds(1);
        });
    }

    // Analyses and trainings keep as many threads of the pool busy as there are cores, for seconds on end. The pool begins with just as
    // many and grows by one or two a second, so pages, progress and the wish to cancel would wait; spare threads let the system share.
    private static void KeepThreadsForPages()
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, (4 * Environment.ProcessorCount) + 16), completions);
    }

    /// <summary>Maps this room's calls of the HTTP API.</summary>
    public static RouteGroupBuilder MapRecognitionApi(this RouteGroupBuilder api) => api.MapRecognition();

    /// <summary>Loads the models, and fills the queues from the rows.</summary>
    /// <exception cref="FaceWeb.Pipeline.ModelPacks.ModelPackException">The models cannot be used; the message says why.</exception>
    /// <exception cref="FaceWeb.Pipeline.Imaging.PhotoException">OpenCV's native library cannot be loaded; the message says what to install.</exception>
    public static async Task PrepareRecognitionAsync(this WebApplication app)
    {
        app.Services.GetRequiredService<ModelHost>().Open();
        await app.Services.GetRequiredService<ClassifierService>().AdoptAsync();
        await app.Services.GetRequiredService<AnalysisRecovery>().RunAsync(CancellationToken.None);
        await app.Services.GetRequiredService<JobRows>().RecoverAsync();
        await app.Services.GetRequiredService<TrainingService>().RecoverAsync();
        await app.Services.GetRequiredService<EmbeddingService>().RecoverAsync();

        // Also a pass whose row waits is begun by this.
        app.Services.GetRequiredService<SuggestService>().RequestAll();
        app.Services.GetRequiredService<IRecurringJobManager>().AddOrUpdate<AnalysisRecovery>(
            "analysis-recovery", JobQueues.Suggest, recovery => recovery.RunAsync(CancellationToken.None), "*/3 * * * *");
    }
}
