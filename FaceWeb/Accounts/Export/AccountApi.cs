using System.Security.Claims;
using FaceWeb.Access;

namespace FaceWeb.Accounts.Export;

/// <summary>The call for one's own account.</summary>
public static class AccountApi
{
    /// <summary>Maps it.</summary>
    public static RouteGroupBuilder MapAccount(this RouteGroupBuilder api)
    {
        api.MapGet("/account/export", ExportAsync).WithTags("Account").WithName("ExportAccount")
            .WithSummary("Everything that is kept about your account, as a ZIP of readable files")
            .Produces(StatusCodes.Status200OK, contentType: "application/zip");
        return api;
    }

    private static async Task<IResult> ExportAsync(AccountExport export, ClaimsPrincipal user, CancellationToken cancel) =>
        await export.AnswerAsync(Actor.From(user).UserId, cancel);
}
