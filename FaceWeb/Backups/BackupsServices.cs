using System.Globalization;
using FaceWeb.Data;
using FaceWeb.Work;
using Hangfire;
using Microsoft.Extensions.Options;

namespace FaceWeb.Backups;

/// <summary>Wires backups and restoring.</summary>
public static class BackupsServices
{
    /// <summary>Adds this room's services and its queue.</summary>
    public static WebApplicationBuilder AddBackups(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<BackupOptions>(builder.Configuration.GetSection("FaceWeb:Backup"));
        builder.Services.AddSingleton<BackupService>();
        builder.Services.AddTransient<BackupJob>();
        builder.Services.AddQueue(JobQueues.Backup, 1);
        return builder;
    }

    /// <summary>Before the database is opened: puts a backup that was chosen on the page in the place of what is there.</summary>
    public static void RestoreChosen(this WebApplication app)
    {
        if (Restoring.Apply(app.Services.GetRequiredService<IOptions<DataOptions>>().Value.DataDir) is { } name)
            app.Logger.LogWarning("The backup {Name} was restored; what was there before is kept aside until this start has succeeded.", name);
    }

    /// <summary>Sets the daily backup, and takes up one that a dead process left.</summary>
    public static async Task PrepareBackupsAsync(this WebApplication app)
    {
        var data = app.Services.GetRequiredService<IOptions<DataOptions>>().Value;
        var options = app.Services.GetRequiredService<IOptions<BackupOptions>>().Value;
        var recurring = app.Services.GetRequiredService<IRecurringJobManager>();
        if (options.Folder is not null && TimeOnly.TryParse(options.At, CultureInfo.InvariantCulture, out var at))
        {
            recurring.AddOrUpdate<BackupJob>(
                "daily-backup", JobQueues.Backup, job => job.RunDailyAsync(), $"{at.Minute} {at.Hour} * * *",
                new RecurringJobOptions { TimeZone = TimeZoneInfo.Local });
        }
        else
        {
            recurring.RemoveIfExists("daily-backup");
        }
        await app.Services.GetRequiredService<BackupService>().RecoverAsync();
        app.Lifetime.ApplicationStarted.Register(() => Restoring.Succeeded(data.DataDir));
    }
}
