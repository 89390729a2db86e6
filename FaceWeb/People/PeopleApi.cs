using System.Security.Claims;
using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Faces.Naming;
using FaceWeb.History;
using FaceWeb.People.Export;
using FaceWeb.People.SamePerson;
using FaceWeb.Trash;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FaceWeb.People;

/// <summary>People in the HTTP API.</summary>
public static class PeopleApi
{
    /// <summary>Maps this file's calls.</summary>
    public static RouteGroupBuilder MapPeople(this RouteGroupBuilder api)
    {
        var read = api.MapGroup("/people").WithTags("People");
        read.MapGet("/", ListAsync).WithName("ListPeople")
            .WithSummary("Lists people, or those whose name matches `search`; hidden ones with `hidden=true`.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        read.MapGet("/{id:long}", FindAsync).WithName("GetPerson").WithSummary("Answers one person.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        read.MapGet("/{id:long}/history", HistoryAsync).WithName("GetPersonHistory")
            .WithSummary("Lists what was done with a person's faces and by whom, newest first.").RequireAuthorization(Policies.Edit)
            .ProducesProblem(StatusCodes.Status404NotFound);

        read.MapGet("/{id:long}/faces", FacesAsync).WithName("ListPersonFaces")
            .WithSummary("Lists a person's confirmed faces with the age at each photo; order is bestFirst, newestFirst or leastFittingFirst.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        read.MapGet("/{id:long}/parts", PartsAsync).WithName("ListPersonParts")
            .WithSummary("Lists parts of a person's faces that look like different people, largest first.")
            .ProducesProblem(StatusCodes.Status404NotFound);

        read.MapGet("/{id:long}/export", ExportAsync).WithName("ExportPerson").RequireAuthorization(Policies.Admin)
            .WithSummary("Everything that is kept about a person as a ZIP of readable files; with `photos=true` the photos they are on, too.")
            .Produces(StatusCodes.Status200OK, contentType: "application/zip").ProducesProblem(StatusCodes.Status404NotFound);

        var edit = api.MapGroup("/people").WithTags("People").RequireAuthorization(Policies.Edit).ProducesProblem(StatusCodes.Status400BadRequest);
        edit.MapPost("/", CreateAsync).WithName("CreatePerson").WithSummary("Names a new person.");
        edit.MapPatch("/{id:long}", UpdateAsync).WithName("UpdatePerson").WithSummary("Renames, hides, sets the cover face or the birth date.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        edit.MapDelete("/{id:long}", DeleteAsync).WithName("ForgetPerson")
            .WithSummary("Forgets a person; with `faces=true` their faces, pictures and measurements too, else the faces become undecided.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        edit.MapPost("/{id:long}/trash", TrashAsync).WithName("TrashPerson")
            .WithSummary("Puts a person into the trash; the faces confirmed as them become undecided until they are brought back.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        edit.MapPost("/{id:long}/merge", MergeAsync).WithName("MergePeople").WithSummary("Merges other people into this one.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        edit.MapPost("/{id:long}/split", SplitAsync).WithName("SplitPerson").WithSummary("Makes a new person of some of this one's faces.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        return api.MapSamePersonRoutes();
    }

    private static async Task<Ok<Paged<PersonSummary>>> ListAsync(
        PeopleService people, PeopleSearch find, string? search, bool? hidden, string? order, int? page, int? pageSize)
    {
        var paging = Paging.From(page, pageSize);
        if (string.IsNullOrWhiteSpace(search))
            return TypedResults.Ok(await people.ListAsync(new PeopleFilter(hidden ?? false, ReadOrder(order)), paging.Skip, paging.PageSize));
        if (paging.Page > 1)
            throw new RefusedException("A search answers its best matches on one page: leave page out, or ask for page 1.");
        var found = await find.SearchAsync(search, paging.PageSize);
        return TypedResults.Ok(new Paged<PersonSummary>(found.Count, found));
    }

    private static async Task<Ok<PersonView>> FindAsync(PeopleService people, long id) => TypedResults.Ok(await people.FindAsync(id));

    private static async Task<Ok<Paged<HistoryEntry>>> HistoryAsync(HistoryService history, long id, int? page, int? pageSize)
    {
        var paging = Paging.From(page, pageSize);
        return TypedResults.Ok(await history.OfPersonAsync(id, paging.Skip, paging.PageSize));
    }

    private static async Task<Ok<Paged<PersonFaceView>>> FacesAsync(PersonFaces faces, long id, string? order, int? page, int? pageSize)
    {
        var paging = Paging.From(page, pageSize);
        var wanted = order switch
        {
            null or "bestFirst" => PersonFaceOrder.BestFirst,
            "newestFirst" => PersonFaceOrder.NewestFirst,
            "leastFittingFirst" => PersonFaceOrder.LeastFittingFirst,
            _ => throw new RefusedException("order must be bestFirst, newestFirst or leastFittingFirst."),
        };
        return TypedResults.Ok(await faces.ListAsync(id, wanted, paging.Skip, paging.PageSize));
    }

    private static async Task<Ok<IReadOnlyList<IReadOnlyList<long>>>> PartsAsync(
        PeopleService people, PersonFaces faces, long id, CancellationToken cancel)
    {
        await people.FindAsync(id);
        return TypedResults.Ok(await faces.PartsAsync(id, cancel));
    }

    private static async Task<IResult> ExportAsync(PersonExport export, long id, bool? photos, CancellationToken cancel) =>
        await export.AnswerAsync(id, photos ?? false, cancel);

    private static async Task<Created<PersonView>> CreateAsync(PeopleService people, [FromBody] PersonNameBody body)
    {
        var person = await people.CreateAsync(body.Name);
        return TypedResults.Created($"/api/v1/people/{person.Id}", person);
    }

    private static async Task<Ok<PersonView>> UpdateAsync(PeopleService people, ClaimsPrincipal user, long id, [FromBody] PersonPatch body) =>
        TypedResults.Ok(await people.UpdateAsync(id, body, Actor.From(user)));

    private static async Task<NoContent> DeleteAsync(PeopleService people, ClaimsPrincipal user, long id, bool? faces)
    {
        await people.DeleteAsync(id, faces ?? false, Actor.From(user));
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> TrashAsync(TrashService trash, ClaimsPrincipal user, long id)
    {
        await trash.PutPersonAsync(id, Actor.From(user));
        return TypedResults.NoContent();
    }

    private static async Task<Ok<PersonView>> MergeAsync(PeopleService people, ClaimsPrincipal user, long id, [FromBody] MergeBody body) =>
        TypedResults.Ok(await people.MergeAsync(id, body.From, Actor.From(user)));

    private static async Task<Created<PersonView>> SplitAsync(PeopleService people, ClaimsPrincipal user, long id, [FromBody] SplitBody body)
    {
        var person = await people.SplitAsync(id, body.FaceIds, body.Name, Actor.From(user));
        return TypedResults.Created($"/api/v1/people/{person.Id}", person);
    }

    private static PeopleOrder ReadOrder(string? text) => text switch
    {
        null or "name" => PeopleOrder.Name,
        "mostFaces" => PeopleOrder.MostFaces,
        "newestFirst" => PeopleOrder.NewestFirst,
        "mostSuggested" => PeopleOrder.MostSuggested,
        _ => throw new RefusedException("order must be name, mostFaces, newestFirst or mostSuggested."),
    };
}
