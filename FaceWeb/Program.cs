using FaceWeb.Access;
using FaceWeb.Accounts;
using FaceWeb.Accounts.Export;
using FaceWeb.Accounts.Storage;
using FaceWeb.Albums;
using FaceWeb.Analysis;
using FaceWeb.Api;
using FaceWeb.Backups;
using FaceWeb.Data;
using FaceWeb.Data.Folder;
using FaceWeb.Explanation;
using FaceWeb.Faces;
using FaceWeb.Groups;
using FaceWeb.Health;
using FaceWeb.Health.Checking;
using FaceWeb.History;
using FaceWeb.Jobs;
using FaceWeb.Live;
using FaceWeb.Models;
using FaceWeb.People;
using FaceWeb.Pipeline.Decoding;
using FaceWeb.Pipeline.Decoding.Confinement;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.ModelPacks;
using FaceWeb.Review;
using FaceWeb.Shell;
using FaceWeb.Store;
using FaceWeb.Suggestions;
using FaceWeb.Telemetry;
using FaceWeb.Training;
using FaceWeb.Trash;
using FaceWeb.Videos;
using FaceWeb.Work;

namespace FaceWeb;

/// <summary>Composes the rooms, and nothing else.</summary>
public static class Program
{
    /// <summary>Runs the application until it is stopped; with the word <c>decode</c>, one of its decoder processes; with
    /// <c>confined</c>, it becomes a program that reads uploaded files.</summary>
    /// <returns>0, or 1 when it cannot work; the reason is on the console then.</returns>
    public static Task<int> Main(string[] args) => args switch
    {
        [ConfinedProgram.Word, .. var rest] => Task.FromResult(ConfinedProgram.Run(rest)),
        [DecoderProgram.Word] => Task.FromResult(DecoderChild.Run()),
        [BackupCommand.Backup or BackupCommand.Restore, .. var rest] => BackupCommand.RunAsync(args[0], Settings(rest)),
        [CheckCommand.Word, .. var rest] => CheckCommand.RunAsync(Build([.. rest, "--Logging:LogLevel:Default=Warning"])),
        _ => RunAsync(args),
    };

    private static IConfiguration Settings(string[] args) => new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true).AddEnvironmentVariables().AddCommandLine(args)
            .Build();

    /// <summary>Builds the application from the command line, the environment and <c>appsettings.json</c>.</summary>
    public static WebApplication Build(string[] args)
    {
        // Settings and static assets lie beside the program, wherever it is started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(Program).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });

        // Published output has a wwwroot of its own; a build from source names the files' real places in a manifest.
        if (!Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot")))
            builder.WebHost.UseStaticWebAssets();
        builder.Services.AddSingleton(TimeProvider.System);
        builder
            .AddShell()
            .AddAccounts().AddHealth().AddBackups().AddJobs().AddTraining().AddExplanation().AddReview().AddVideos().AddAlbums().AddPeople().AddGroups()
            .AddTrash()
            .AddAnalysis().AddSuggestions().AddModels()
            .AddHistory().AddFaces()
            .AddWork().AddStore().AddAccess().AddApi().AddLive().AddTelemetry().AddData();

        var app = builder.Build();
        app.UseProxies();
        app.UseHostCookies();
        app.UseSecurityHeaders();
        app.UseHsts();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseHostNames();
        app.UseAuthentication();
        app.UseLimits();
        app.UseAuthorization();
        app.UseActingUser();
        app.UseAntiforgery();
        app.MapOpenApi("/openapi/{documentName}.json").RequireAuthorization(Policies.View);
        app.MapShell();
        app.MapHealth();
        app.MapTelemetry();
        app.MapDashboard();

        var api = app.MapGroup("/api/v1").RequireAuthorization(Policies.View).AddEndpointFilter<RouteGroupBuilder, AntiforgeryFilter>();
        api.MapAccount().MapStorage();
        api.MapQueries().MapBackups().MapJobs().MapTraining().MapExplanation().MapReview().MapVideos().MapAlbums().MapPeople().MapGroups().MapTrash();
        api.MapAnalysis();
        api.MapDecisions().MapFaces();
        return app;
    }

    /// <summary>What must be done before the first request: the database's migrations, the first admin, the models, the queues' recovery.</summary>
    public static async Task PrepareAsync(this WebApplication app)
    {
        app.TakeDataFolder();
        app.RestoreChosen();
        await app.PrepareDataAsync();
        await app.PrepareAccountsAsync();
        app.PrepareStore();
        await app.PrepareTrashAsync();
        app.PrepareModels();
        await app.PrepareWorkAsync();
        await app.PrepareAnalysisAsync();
        await app.PrepareTrainingAsync();
        await app.ResumeMeasuringAsync();
        await app.ResumeFilmsAsync();
        await app.PrepareBackupsAsync();
        app.PrepareSuggestions();
    }

    private static async Task<int> RunAsync(string[] args)
    {
        var app = Build(args);
        try
        {
            await app.PrepareAsync();
        }
        catch (Exception e) when (e is ModelPackException or PhotoException or DataInUseException)
        {
            // Nothing can be done here: one sentence that says what is missing, instead of a stack trace.
            await Console.Error.WriteLineAsync(e.Message);
            await app.DisposeAsync();
            return 1;
        }
        await using (app)
        {
            await app.StartAsync();
            Console.WriteLine("FaceWeb is ready, Ctrl+C ends it. Open in a browser:");
            foreach (var page in StartPage.Addresses(app.Urls))
                Console.WriteLine(page);
            if (app.Services.GetRequiredService<SetUpCode>().Text is { } code)
                Console.WriteLine($"The first page makes the admin's account and asks for this code: {code}");
            await app.WaitForShutdownAsync();
        }
        return 0;
    }
}
