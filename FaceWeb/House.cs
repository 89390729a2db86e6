using FaceWeb.Accounts;
using FaceWeb.Admin;
using FaceWeb.Albums;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Explanation;
using FaceWeb.Groups;
using FaceWeb.Layout;
using FaceWeb.Live;
using FaceWeb.People;
using FaceWeb.Recognition;
using FaceWeb.Review;

namespace FaceWeb;

/// <summary>Wires the rooms together, and nothing else.</summary>
public static class House
{
    /// <summary>Builds the application from the command line, the environment and <c>appsettings.json</c>.</summary>
    public static WebApplication Build(string[] args)
    {
        // Settings and static assets lie beside the program, wherever it is started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(House).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });

        // Published output has a wwwroot of its own; a build from source names the files' real places in a manifest.
        if (!Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot")))
            builder.WebHost.UseStaticWebAssets();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ChangeFeed>();
        builder.AddData().AddApi().AddAccounts().AddAlbums().AddRecognition().AddReview().AddGroups().AddExplanation().AddPeople().AddAdmin().AddLayout();

        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.MapLayout();
        app.MapAdmin();

        var api = app.MapGroup("/api/v1").RequireAuthorization(Policies.View).AddEndpointFilter<RouteGroupBuilder, AntiforgeryFilter>();
        api.MapAccountsApi();
        api.MapAlbumsApi();
        api.MapRecognitionApi();
        api.MapReviewApi();
        api.MapGroupsApi();
        api.MapExplanationApi();
        api.MapPeopleApi();
        return app;
    }

    /// <summary>What must be done before the first request: the database's migrations, the first admin, the models, the queue's recovery.</summary>
    public static async Task PrepareAsync(this WebApplication app)
    {
        await app.PrepareDataAsync();
        await app.PrepareAccountsAsync();
        app.PrepareAlbums();
        await app.PrepareRecognitionAsync();
    }
}
