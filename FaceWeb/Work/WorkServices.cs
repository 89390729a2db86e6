using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.InMemory;

namespace FaceWeb.Work;

/// <summary>Wires the queues.</summary>
public static class WorkServices
{
    /// <summary>Adds Hangfire on in-process storage; the rows in the database say what is to be done, so nothing is lost with it.</summary>
    public static WebApplicationBuilder AddWork(this WebApplicationBuilder builder)
    {
        FreedMemory.GiveBackLargeBlocks();
        KeepThreadsForPages();
        var services = builder.Services;

        // Storage and activator belong to this host, not to Hangfire's static defaults: a test runs several hosts in one process.
        services.AddSingleton<JobStorage>(_ => new InMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromHours(1) }));
        services.AddSingleton<JobActivator>(provider => new AspNetCoreJobActivator(provider.GetRequiredService<IServiceScopeFactory>()));
        services.AddHangfire(hangfire => hangfire
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180).UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings());
        // Some jobs block their thread until parts of theirs, each on another thread, are done.
        var jobsAtOnce = builder.Configuration.GetValue<int?>("FaceWeb:Models:Workers") ?? Environment.ProcessorCount;
        services.AddSingleton(_ => new QuietThreads(Math.Clamp(jobsAtOnce, 1, 256) + (2 * Environment.ProcessorCount) + 8));
        services.AddSingleton<JobRows>();
        services.AddSingleton<JobRunner>();
        return builder;
    }

    /// <summary>Adds a server for one kind of work.</summary>
    /// <param name="services">The services.</param>
    /// <param name="queue">The queue's name, one of <see cref="JobQueues"/>.</param>
    /// <param name="workers">How many jobs run at once, 1 or more.</param>
    public static void AddQueue(this IServiceCollection services, string queue, int workers) => services.AddHangfireServer((provider, server) =>
    {
        server.TaskScheduler = provider.GetRequiredService<QuietThreads>();
        server.ServerName = $"{Environment.MachineName}-{queue}";
        server.Queues = [queue];
        server.WorkerCount = workers;
        server.SchedulePollingInterval = TimeSpan.FromSeconds(1);
        server.CancellationCheckInterval = TimeSpan.FromSeconds(1);
    });

    /// <summary>What a dead process was doing waits again.</summary>
    public static Task PrepareWorkAsync(this WebApplication app) => app.Services.GetRequiredService<JobRows>().RecoverAsync();

    // Analyses and trainings keep as many threads of the pool busy as there are cores, for seconds on end. The pool begins with just as
    // many and grows by one or two a second, so pages, progress and the wish to cancel would wait; spare threads let the system share.
    private static void KeepThreadsForPages()
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, (4 * Environment.ProcessorCount) + 16), completions);
    }
}
