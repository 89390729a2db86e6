using System.Security.Claims;
using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Faces;
using FaceWeb.Suggestions;
using FaceWeb.Work;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceWeb.Training;

/// <summary>The calls for trainings, classifiers and doubted faces.</summary>
public static class TrainingApi
{
    /// <summary>Maps them.</summary>
    public static RouteGroupBuilder MapTraining(this RouteGroupBuilder api)
    {
        var classifiers = api.MapGroup("").WithTags("Classifier");
        classifiers.MapPost("/classifier/train", Train).WithName("TrainClassifier").WithSummary("Trains the classifier on all confirmed faces")
            .RequireAuthorization(Policies.Admin);
        classifiers.MapGet("/classifier", GetActive).WithName("GetActiveClassifier").WithSummary("The classifier in use with its report");
        classifiers.MapGet("/classifiers", List).WithName("ListClassifiers").WithSummary("All trained classifiers, newest first");
        classifiers.MapGet("/classifiers/{id:long}", Get).WithName("GetClassifier").WithSummary("One classifier with its report");
        classifiers.MapPost("/classifiers/{id:long}/activate", Activate).WithName("ActivateClassifier")
            .WithSummary("Makes a classifier the one in use and suggests names anew").RequireAuthorization(Policies.Admin);
        classifiers.MapPost("/classifier/back", GoBack).WithName("GoBackToClassifierBefore")
            .WithSummary("Makes the classifier before the one in use active again; answers it").RequireAuthorization(Policies.Admin)
            .ProducesProblem(StatusCodes.Status409Conflict);
        classifiers.MapPost("/classifier/suggest", SuggestAgain).WithName("SuggestNamesAgain")
            .WithSummary("Suggests names for all undecided faces again, as a job").RequireAuthorization(Policies.Admin);
        classifiers.MapGet("/classifier/settings", GetSettings).WithName("GetTrainingSettings").WithSummary("What holds from the next training")
            .RequireAuthorization(Policies.Admin);
        classifiers.MapPut("/classifier/settings", PutSettings).WithName("PutTrainingSettings").WithSummary(
            "Chooses the share of strangers that may get a name, 0.001 to 0.1; holds from the next training").RequireAuthorization(Policies.Admin)
            .ProducesProblem(StatusCodes.Status400BadRequest);

        api.MapPost("/faces/{id:long}/reaffirm", Reaffirm).WithTags("Decisions").WithName("ReaffirmFace")
            .WithSummary(
                "Says of a confirmed face that it was looked at again and is right: the training report does not doubt it again; answers the face.")
            .RequireAuthorization(Policies.Edit)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        return api;
    }

    private static async Task<Accepted<StartedJob>> Train(TrainingService training)
    {
        var job = await training.StartAsync();
        return TypedResults.Accepted($"/api/v1/jobs/{job.Id}", new StartedJob(job.Id));
    }

    private static async Task<Accepted<StartedJob>> SuggestAgain(SuggestService suggest)
    {
        var job = await suggest.StartAsync();
        return TypedResults.Accepted($"/api/v1/jobs/{job.Id}", new StartedJob(job.Id));
    }

    private static async Task<Ok<ClassifierView>> GetActive(ClassifierService classifiers) =>
        TypedResults.Ok(await classifiers.ActiveAsync()
            ?? throw new RefusedException("No classifier has been trained yet: confirm some faces, then train one.", StatusCodes.Status404NotFound));

    private static async Task<Ok<Paged<ClassifierSummary>>> List(ClassifierService classifiers, int? page, int? pageSize) =>
        TypedResults.Ok(await classifiers.PageAsync(Paging.From(page, pageSize)));

    private static async Task<Ok<ClassifierView>> Get(ClassifierService classifiers, long id) => TypedResults.Ok(await classifiers.FindAsync(id));

    private static async Task<NoContent> Activate(ClassifierService classifiers, long id)
    {
        await classifiers.ActivateAsync(id);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<ClassifierView>> GoBack(ClassifierService classifiers) => TypedResults.Ok(await classifiers.GoBackAsync());

    private static Ok<TrainingSettingsView> GetSettings(TrainingSettings settings) => TypedResults.Ok(settings.Read());

    private static async Task<Ok<TrainingSettingsView>> PutSettings(TrainingSettings settings, TrainingSettingsView body)
    {
        await settings.WriteAsync(body);
        return TypedResults.Ok(settings.Read());
    }

    private static async Task<Ok<FaceView>> Reaffirm(ReaffirmService second, FaceService faces, ClaimsPrincipal user, long id, int? version)
    {
        await second.ReaffirmAsync(id, version, Actor.From(user));
        return TypedResults.Ok(await faces.FindAsync(id));
    }
}
