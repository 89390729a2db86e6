using System.Security.Claims;
using FaceWeb.Access;
using FaceWeb.Accounts;
using FaceWeb.Albums;
using FaceWeb.Analysis;
using FaceWeb.Analysis.Boxes;
using FaceWeb.Analysis.Turning;
using FaceWeb.Api;
using FaceWeb.Backups;
using FaceWeb.Data;
using FaceWeb.Groups;
using FaceWeb.Health.Checking;
using FaceWeb.History;
using FaceWeb.History.Decisions;
using FaceWeb.Models;
using FaceWeb.People;
using FaceWeb.People.Export;
using FaceWeb.People.SamePerson;
using FaceWeb.Pipeline;
using FaceWeb.Suggestions;
using FaceWeb.Tests.Running;
using FaceWeb.Training;
using FaceWeb.Trash;
using FaceWeb.Work;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace FaceWeb.Tests.Access;

/// <summary>Every service that changes something asks for the role itself, whoever opened the page that calls it.</summary>
public sealed class RoleCheckTests
{
    private const string Password = "a sentence nobody guesses";

    private static readonly Actor Who = new("somebody", "tests");

    private static readonly (string What, string Policy, Func<IServiceProvider, Task> Do)[] Calls =
    [
        ("make an album", Policies.Edit, s => s.GetRequiredService<AlbumService>().CreateAsync("Album")),
        ("rename an album", Policies.Edit, s => s.GetRequiredService<AlbumService>().RenameAsync(999, "Album")),
        ("delete an album", Policies.Edit, s => s.GetRequiredService<AlbumService>().DeleteAsync(999, Who)),
        ("retry a photo", Policies.Edit, s => s.GetRequiredService<PhotoService>().RetryAsync(999)),
        ("retry photos", Policies.Edit, s => s.GetRequiredService<PhotoService>().RetryFailedAsync(999)),
        ("analyse a photo", Policies.Edit, s => s.GetRequiredService<PhotoService>().AnalyseAgainAsync(999)),
        ("analyse an album", Policies.Edit, s => s.GetRequiredService<PhotoService>().AnalyseAlbumAgainAsync(999)),
        ("analyse everything", Policies.Admin, s => s.GetRequiredService<PhotoService>().AnalyseEverythingAgainAsync()),
        ("delete photos", Policies.Edit, s => s.GetRequiredService<PhotoService>().DeleteAsync([999], Who)),
        ("look into the trash", Policies.Edit, s => s.GetRequiredService<TrashService>().ListAsync(0, 1)),
        ("delete a person", Policies.Edit, s => s.GetRequiredService<TrashService>().PutPersonAsync(999, Who)),
        ("bring back", Policies.Edit, s => s.GetRequiredService<TrashService>().BringBackAsync([999], Who)),
        ("delete for good", Policies.Edit, s => s.GetRequiredService<TrashEmptying>().DeleteAsync([999])),
        ("empty the trash", Policies.Edit, s => s.GetRequiredService<TrashEmptying>().EmptyAsync()),
        ("export a person", Policies.Admin, s => s.GetRequiredService<PersonExport>().AnswerAsync(999, photos: false, CancellationToken.None)),
        ("cancel an album", Policies.Edit, s => s.GetRequiredService<AnalysisCancellation>().CancelAsync(999)),
        ("cancel everything", Policies.Admin, s => s.GetRequiredService<AnalysisCancellation>().CancelAllAsync()),
        ("draw a face", Policies.Edit, s => s.GetRequiredService<HandDrawnFaces>().AddAsync(999, new FaceBox(1, 1, 50, 50), Who)),
        ("move a face", Policies.Edit, s => s.GetRequiredService<HandDrawnFaces>().MoveAsync(999, new FaceBox(1, 1, 50, 50), null, Who)),
        ("turn a photo", Policies.Edit, s => s.GetRequiredService<PhotoTurning>().TurnAsync(999, PhotoTurn.Right, Who)),
        ("make a backup", Policies.Admin, s => s.GetRequiredService<BackupService>().StartAsync()),
        ("look at a backup", Policies.Admin, s => s.GetRequiredService<BackupService>().VerifyAsync("none", CancellationToken.None)),
        ("restore a backup", Policies.Admin, s => s.GetRequiredService<BackupService>().RestoreAsync("none", CancellationToken.None)),
        ("give a restore up", Policies.Admin, s => s.GetRequiredService<BackupService>().AbandonAsync()),
        ("check the library", Policies.Admin,
            s => s.GetRequiredService<LibraryCheck>().RunAsync(readFiles: false, mend: true, CancellationToken.None)),
        ("decide", Policies.Edit, s => s.GetRequiredService<DecisionService>().DecideAsync([new FaceDecisionRequest(999, "ignored")], Who)),
        ("decide what stands", Policies.Edit,
            s => s.GetRequiredService<DecisionService>().DecideWhatStandsAsync([new FaceDecisionRequest(999, "ignored")], Who)),
        ("undo", Policies.Edit, s => s.GetRequiredService<StepService>().UndoAsync(Who)),
        ("redo", Policies.Edit, s => s.GetRequiredService<StepService>().RedoAsync(Who)),
        ("look again", Policies.Edit, s => s.GetRequiredService<ReaffirmService>().ReaffirmAsync(999, null, Who)),
        ("name a group", Policies.Edit, s => s.GetRequiredService<GroupDecisions>().NameAsync(999, null, "Ada", null, Who)),
        ("ignore a group", Policies.Edit, s => s.GetRequiredService<GroupDecisions>().IgnoreAsync(999, null, Who)),
        ("take out of a group", Policies.Edit, s => s.GetRequiredService<GroupSeparations>().TakeOutAsync(999, [1], Who)),
        ("split a group", Policies.Edit, s => s.GetRequiredService<GroupSeparations>().SplitAsync(999, [[1]], Who)),
        ("make a person", Policies.Edit, s => s.GetRequiredService<PeopleService>().CreateAsync($"Ada {Guid.NewGuid()}")),
        ("edit a person", Policies.Edit, s => s.GetRequiredService<PeopleService>().UpdateAsync(999, new PersonPatch { Name = "Ada" }, Who)),
        ("forget a person", Policies.Edit, s => s.GetRequiredService<PeopleService>().DeleteAsync(999, false, Who)),
        ("merge people", Policies.Edit, s => s.GetRequiredService<PeopleService>().MergeAsync(999, [998], Who)),
        ("split a person", Policies.Edit, s => s.GetRequiredService<PeopleService>().SplitAsync(999, [1], "Ada", Who)),
        ("tell people apart", Policies.Edit, s => s.GetRequiredService<SamePersonService>().TellApartAsync(998, 999, Who)),
        ("suggest names", Policies.Admin, s => s.GetRequiredService<SuggestService>().StartAsync()),
        ("train", Policies.Admin, s => s.GetRequiredService<TrainingService>().StartAsync()),
        ("choose a rate", Policies.Admin, s => s.GetRequiredService<TrainingSettings>().WriteAsync(new TrainingSettingsView(0.01))),
        ("activate a classifier", Policies.Admin, s => s.GetRequiredService<ClassifierService>().ActivateAsync(999)),
        ("go back", Policies.Admin, s => s.GetRequiredService<ClassifierService>().GoBackAsync()),
        ("measure anew", Policies.Admin, s => s.GetRequiredService<EmbeddingService>().StartAsync()),
        ("cancel a job", Policies.Admin, s => s.GetRequiredService<JobRows>().CancelAsync(999)),
        ("list users", Policies.Admin, s => s.GetRequiredService<UserService>().ListAsync(new Paging(1, 10))),
        ("make a user", Policies.Admin, s => s.GetRequiredService<UserService>().CreateAsync($"{Guid.NewGuid():n}@example.org", Roles.Viewer)),
        ("make an admin", Policies.Admin, s => s.GetRequiredService<UserService>().SetRoleAsync("999", Roles.Admin)),
        ("lock a user", Policies.Admin, s => s.GetRequiredService<UserService>().SetLockedAsync("999", true)),
        ("delete a user", Policies.Admin, s => s.GetRequiredService<UserService>().DeleteAsync("999")),
    ];

    [Fact]
    public async Task A_service_refuses_whoever_may_not_and_whoever_may_not_any_more()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        List<(string Name, string? Role, ClaimsPrincipal Principal)> callers = [("nobody", null, new ClaimsPrincipal(new ClaimsIdentity()))];
        foreach (var role in Roles.All)
        {
            var id = await faceWeb.AddUserAsync($"{role}@visitors.example.org", Password, role);
            callers.Add((role, role, await PrincipalAsync(faceWeb, id)));
        }
        foreach (var (name, change) in new (string, Func<UserService, string, Task>)[]
        {
            ("deleted", (users, id) => users.DeleteAsync(id)),
            ("locked", (users, id) => users.SetLockedAsync(id, true)),
            ("demoted", (users, id) => users.SetRoleAsync(id, Roles.Viewer)),
        })
        {
            var id = await faceWeb.AddUserAsync($"{name}@visitors.example.org", Password, Roles.Admin);
            callers.Add((name, null, await PrincipalAsync(faceWeb, id)));
            await faceWeb.WithAsync<UserService>(users => change(users, id));
        }

        var wrong = new List<string>();
        foreach (var (name, role, principal) in callers)
        {
            foreach (var (what, policy, call) in Calls)
            {
                var may = role is not null && Policies.RolesOf(policy).Contains(role);
                if (await IsForbiddenAsync(faceWeb, principal, call) == may)
                    wrong.Add($"{name} {(may ? "may not" : "may")} {what}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static async Task<bool> IsForbiddenAsync(RunningFaceWeb faceWeb, ClaimsPrincipal principal, Func<IServiceProvider, Task> call)
    {
        await using var scope = faceWeb.App.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ActingUser>().Current = principal;
        try
        {
            await call(scope.ServiceProvider);
            return false;
        }
        catch (RefusedException e)
        {
            return e.Status == 403;
        }
    }

    private static async Task<ClaimsPrincipal> PrincipalAsync(RunningFaceWeb faceWeb, string id)
    {
        await using var scope = faceWeb.App.Services.CreateAsyncScope();
        var user = await scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>().FindByIdAsync(id);
        return await scope.ServiceProvider.GetRequiredService<IUserClaimsPrincipalFactory<AppUser>>().CreateAsync(user!);
    }
}
