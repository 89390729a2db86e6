using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceWeb.Explanation;

/// <summary>The calls that explain a face.</summary>
public static class ExplanationApi
{
    /// <summary>Maps them.</summary>
    public static RouteGroupBuilder MapExplanation(this RouteGroupBuilder api)
    {
        var explain = api.MapGroup("/faces/{id:long}").WithTags("Faces");
        explain.MapGet("/explanation", ExplainAsync).WithName("ExplainFace")
            .WithSummary("Why a face has the name that it has: landmarks, gradients, numbers, nearest confirmed faces, margins and probabilities")
            .ProducesProblem(StatusCodes.Status404NotFound);
        explain.MapGet("/gradients", GradientsAsync).WithName("GetFaceGradients")
            .WithSummary("The histograms of oriented gradients of the face's crop, drawn as PNG")
            .Produces(StatusCodes.Status200OK, contentType: "image/png").ProducesProblem(StatusCodes.Status404NotFound);
        explain.MapGet("/hog-window", WindowAsync).WithName("GetFaceHogWindow")
            .WithSummary("The window in which the classic detector found the face, its gradients drawn as PNG; 404 where a network found it")
            .Produces(StatusCodes.Status200OK, contentType: "image/png").ProducesProblem(StatusCodes.Status404NotFound);
        explain.MapGet("/hog-template", TemplateAsync).WithName("GetFaceHogTemplate")
            .WithSummary("The learnt template that fits the face best, drawn as PNG; 404 where a network found it")
            .Produces(StatusCodes.Status200OK, contentType: "image/png").ProducesProblem(StatusCodes.Status404NotFound);
        return api;
    }

    private static async Task<Ok<FaceExplanation>> ExplainAsync(ExplanationService explanations, long id, CancellationToken cancel) =>
        TypedResults.Ok(await explanations.ExplainAsync(id, cancel));

    private static async Task<FileContentHttpResult> GradientsAsync(ExplanationService explanations, long id, HttpResponse response)
    {
        var picture = await explanations.GradientsPictureAsync(id);
        return Kept(response, picture);
    }

    private static async Task<FileContentHttpResult> WindowAsync(
        ExplanationService explanations, long id, HttpResponse response, CancellationToken cancel) =>
        Kept(response, (await explanations.DetectionPicturesAsync(id, cancel)).Window);

    private static async Task<FileContentHttpResult> TemplateAsync(
        ExplanationService explanations, long id, HttpResponse response, CancellationToken cancel) =>
        Kept(response, (await explanations.DetectionPicturesAsync(id, cancel)).Template);

    private static FileContentHttpResult Kept(HttpResponse response, byte[] picture)
    {
        // A face's pictures change when its photo is analysed again or its box is moved.
        response.Headers.CacheControl = "private, max-age=600";
        return TypedResults.Bytes(picture, "image/png");
    }
}
