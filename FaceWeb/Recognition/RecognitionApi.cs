using System.Security.Claims;
using FaceWeb.Accounts;
using FaceWeb.Api;
using FaceWeb.Pipeline;
using FaceWeb.Review;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceWeb.Recognition;

/// <summary>The calls for training, jobs and faces drawn by hand.</summary>
public static class RecognitionApi
{
    /// <summary>Maps them.</summary>
    public static RouteGroupBuilder MapRecognition(this RouteGroupBuilder api)
    {
        var classifiers = api.MapGroup("").WithTags("Classifier");
        classifiers.MapPost("/classifier/train", Train).WithName("TrainClassifier").WithSummary("Trains the classifier on all confirmed faces").RequireAuthorization(Policies.Admin);
        classifiers.MapGet("/classifier", GetActive).WithName("GetActiveClassifier").WithSummary("The classifier in use with its report");
        classifiers.MapGet("/classifiers", List).WithName("ListClassifiers").WithSummary("All trained classifiers, newest first");
        classifiers.MapGet("/classifiers/{id:long}", Get).WithName("GetClassifier").WithSummary("One classifier with its report");
        classifiers.MapPost("/classifiers/{id:long}/activate", Activate).WithName("ActivateClassifier").WithSummary("Makes a classifier the one in use and suggests names anew").RequireAuthorization(Policies.Admin);
        classifiers.MapPost("/classifier/back", GoBack).WithName("GoBackToClassifierBefore").WithSummary("Makes the classifier before the one in use active again; answers it").RequireAuthorization(Policies.Admin)
            .ProducesProblem(StatusCodes.Status409Conflict);
        classifiers.MapPost("/classifier/suggest", SuggestAgain).WithName("SuggestNamesAgain").WithSummary("Suggests names for all undecided faces again, as a job").RequireAuthorization(Policies.Admin);
        classifiers.MapGet("/classifier/settings", GetSettings).WithName("GetTrainingSettings").WithSummary("What holds from the next training").RequireAuthorization(Policies.Admin);
        classifiers.MapPut("/classifier/settings", PutSettings).WithName("PutTrainingSettings").WithSummary("Chooses the share of strangers that may get a name, 0.001 to 0.1; holds from the next training").RequireAuthorization(Policies.Admin)
            .ProducesProblem(StatusCodes.Status400BadRequest);

        var jobs = api.MapGroup("/jobs").WithTags("Jobs");
        jobs.MapGet("/summary", Summary).WithName("GetJobsSummary").WithSummary("How much work waits, runs, failed and is done");
        jobs.MapGet("", ListJobs).WithName("ListJobs").WithSummary("Trainings, measurings and passes that suggest names, newest first");
        jobs.MapGet("/{id:long}", GetJob).WithName("GetJob").WithSummary("A job's state and progress, 0 to 1");
        jobs.MapPost("/{id:long}/cancel", Cancel).WithName("CancelJob").WithSummary("Asks a job to stop").RequireAuthorization(Policies.Admin);

        api.MapPost("/albums/{id:long}/cancel", CancelAnalysis).WithTags("Albums").WithName("CancelAnalysis").WithSummary("Calls off the analysis of an album's photos that wait or run").RequireAuthorization(Policies.Edit);
        api.MapPost("/photos/cancel", CancelAllAnalysis).WithTags("Photos").WithName("CancelAllAnalysis").WithSummary("Calls off the analysis of all photos that wait or run").RequireAuthorization(Policies.Admin);
        api.MapPost("/photos/{id:long}/faces", AddFace).WithTags("Faces").WithName("AddFace").WithSummary("Adds a face by hand: its box in pixels of the upright original").RequireAuthorization(Policies.Edit);
        api.MapPatch("/faces/{id:long}", MoveFace).WithTags("Faces").WithName("MoveFace").WithSummary("Moves or resizes a face's box: it is measured anew, its decision stays").RequireAuthorization(Policies.Edit);
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

    private static Ok<TrainingSettingsView> PutSettings(TrainingSettings settings, TrainingSettingsView body)
    {
        settings.Write(body);
        return TypedResults.Ok(settings.Read());
    }

    private static async Task<Ok<JobsSummary>> Summary(JobsService jobs) => TypedResults.Ok(await jobs.SummaryAsync());

    private static async Task<Ok<Paged<JobView>>> ListJobs(JobRows jobs, int? page, int? pageSize) => TypedResults.Ok(await jobs.PageAsync(Paging.From(page, pageSize)));

    private static async Task<Ok<JobView>> GetJob(JobRows jobs, long id) => TypedResults.Ok(await jobs.FindAsync(id));

    private static async Task<Accepted> Cancel(JobRows jobs, long id)
    {
        await jobs.CancelAsync(id);
        return TypedResults.Accepted($"/api/v1/jobs/{id}");
    }

    private static async Task<Ok<CancelledPhotos>> CancelAnalysis(AnalysisCancellation analysis, long id) =>
        TypedResults.Ok(new CancelledPhotos(await analysis.CancelAsync(id)));

    private static async Task<Ok<CancelledPhotos>> CancelAllAnalysis(AnalysisCancellation analysis) =>
        TypedResults.Ok(new CancelledPhotos(await analysis.CancelAllAsync()));

    private static async Task<Created<FaceView>> AddFace(HandDrawnFaces drawn, long id, NewFace body, ClaimsPrincipal user, CancellationToken cancel)
    {
        var face = await drawn.AddAsync(id, Box(body.Box), Actor.From(user), cancel);
        return TypedResults.Created($"/api/v1/faces/{face.Id}", face);
    }

    private static async Task<Ok<FaceView>> MoveFace(HandDrawnFaces drawn, long id, MovedFace body, ClaimsPrincipal user, CancellationToken cancel) =>
        TypedResults.Ok(await drawn.MoveAsync(id, Box(body.Box), body.Version, Actor.From(user), cancel));

    private static FaceBox Box(BoxView? box) => box is null
        ? throw new RefusedException("The body needs a box: {\"box\": {\"x\": 10, \"y\": 20, \"width\": 80, \"height\": 100}}.")
        : new FaceBox(box.X, box.Y, box.Width, box.Height);
}
