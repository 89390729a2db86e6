using System.Security.Claims;
using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Store;
using FaceWeb.Store.Quotas;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceWeb.Accounts.Storage;

/// <summary>The calls for the room that photos take and may take.</summary>
public static class StorageApi
{
    /// <summary>Maps them.</summary>
    public static RouteGroupBuilder MapStorage(this RouteGroupBuilder api)
    {
        api.MapGet("/account/storage", OwnAsync).WithTags("Account").WithName("GetOwnStorage")
            .WithSummary("How much room the photos that you uploaded take, and how much they may");
        var storage = api.MapGroup("/storage").WithTags("Storage").RequireAuthorization(Policies.Admin);
        storage.MapGet("", ReadAsync).WithName("GetStorage")
            .WithSummary("How much room all photos take, and how much they and those of an account may");
        storage.MapPut("", WriteAsync).WithName("SetStorage").WithSummary("Sets how much room all photos and those of an account may take")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        storage.MapGet("/accounts", ListAsync).WithName("ListAccountStorage").WithSummary("How much room the photos of each account take");
        storage.MapPut("/accounts/{id}", WriteAccountAsync).WithName("SetAccountQuota")
            .WithSummary("Gives an account a quota of its own, or takes it away")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        return api;
    }

    private static async Task<Ok<StorageUse>> OwnAsync(StorageQuotas quotas, ClaimsPrincipal user, CancellationToken cancel) =>
        TypedResults.Ok(await quotas.OfAccountAsync(Actor.From(user).UserId, cancel));

    private static async Task<Ok<LibraryStorage>> ReadAsync(PhotoStore store, QuotaSettings settings, CancellationToken cancel) =>
        TypedResults.Ok(new LibraryStorage(store.UsedBytes, await settings.ReadAsync(cancel)));

    private static async Task<Ok<LibraryStorage>> WriteAsync(PhotoStore store, QuotaSettings settings, QuotaLimits limits)
    {
        await settings.WriteAsync(limits);
        return TypedResults.Ok(new LibraryStorage(store.UsedBytes, limits));
    }

    private static async Task<Ok<Paged<AccountStorage>>> ListAsync(UserService users, int? page, int? pageSize)
    {
        var found = await users.ListAsync(Paging.From(page, pageSize));
        return TypedResults.Ok(new Paged<AccountStorage>(
            found.Total, [.. found.Items.Select(u => new AccountStorage(u.Id, u.Email, u.OwnQuota, u.Storage))]));
    }

    private static async Task<NoContent> WriteAccountAsync(QuotaSettings settings, string id, AccountQuota quota)
    {
        await settings.WriteAccountAsync(id, quota);
        return TypedResults.NoContent();
    }
}
