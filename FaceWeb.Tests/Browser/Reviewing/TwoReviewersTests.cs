using FaceWeb.Access;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;
using FaceWeb.History;
using FaceWeb.Tests.Running;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser.Reviewing;

/// <summary>Two people on the same photo's page, each signed in in a browser of their own.</summary>
[Collection(LongWorkInChromium.Name)]
public sealed class TwoReviewersTests(FaceWebInChromium chromium)
{
    private const string Colleague = "colleague@example.org";

    [SkippableFact]
    public async Task Each_sees_what_the_other_decides_and_the_second_of_two_at_once_is_told_and_shown_the_first()
    {
        await using var anna = await chromium.OpenPhotoAsync("Two at once", "obama_and_biden.jpg");
        await using var ben = await OpenAsColleagueAsync(new Uri(anna.Page.Url).AbsolutePath);

        // Live: what Anna says appears on Ben's page, which he does not touch.
        await Face(anna, 1).PressAsync("Enter");
        await anna.Page.GetByRole(AriaRole.Combobox, new() { Name = "Name" }).FillAsync("Seen Live");
        await anna.Page.Keyboard.PressAsync("Enter");
        await Expect(ben.Page.GetByRole(AriaRole.Button, new() { Name = "Face 1 of 3: confirmed Seen Live" })).ToBeVisibleAsync();

        // Both press a button of the same face before either press can be written: the database is held until both have pressed.
        await Expect(anna.Page.GetByRole(AriaRole.Heading, new() { Name = "Face 2 of 3" })).ToBeVisibleAsync();
        await Face(ben, 2).PressAsync("Enter");
        await Expect(ben.Page.GetByRole(AriaRole.Heading, new() { Name = "Face 2 of 3" })).ToBeVisibleAsync();
        var file = chromium.FaceWeb.App.Services.GetRequiredService<IOptions<DataOptions>>().Value.DatabaseFile;
        await using (var held = new SqliteConnection($"Data Source={file}"))
        {
            await held.OpenAsync();
            await using var transaction = held.BeginTransaction(deferred: false);
            await anna.Page.GetByRole(AriaRole.Button, new() { Name = "Ignore" }).ClickAsync();
            await ben.Page.GetByRole(AriaRole.Button, new() { Name = "Not a face" }).ClickAsync();
            await Task.Delay(3000);
            await transaction.RollbackAsync();
        }
        await Task.WhenAny(
            Expect(anna.Page.GetByText("Somebody else decided")).ToBeVisibleAsync(), Expect(ben.Page.GetByText("Somebody else decided"))
                .ToBeVisibleAsync());
        var faces = await chromium.FaceWeb.UseAsync<FaceService, IReadOnlyList<FaceView>>(service => service.OfPhotoAsync(anna.PhotoId()));
        var first = faces[1].Decision == FaceDecision.Ignored ? anna : ben;
        var second = first == anna ? ben : anna;
        await Expect(second.Page.GetByText("Somebody else decided")).ToBeVisibleAsync();
        Assert.Equal(0, await first.Page.GetByText("Somebody else decided").CountAsync());

        // What the first one said stands, once, and both pages show it.
        var word = first == anna ? "ignored" : "not a face";
        Assert.Equal(first == anna ? FaceDecision.Ignored : FaceDecision.NotAFace, faces[1].Decision);
        foreach (var window in new[] { anna, ben })
            await Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = $"Face 2 of 3: {word}" })).ToBeVisibleAsync();
        var history = await chromium.FaceWeb.UseAsync<HistoryService,
            FaceWeb.Api.Paged<HistoryEntry>>(history => history.OfFaceAsync(faces[1].Id, 0, 10));
        Assert.Equal(first == anna ? RunningFaceWeb.Email : Colleague, Assert.Single(history.Items).User);
        Assert.Empty(anna.Errors);
        Assert.Empty(ben.Errors);
    }

    private static ILocator Face(BrowserWindow window, int number) =>
        window.Page.GetByRole(AriaRole.Button, new() { NameRegex = new($"^Face {number} of 3: ") });

    private async Task<BrowserWindow> OpenAsColleagueAsync(string path)
    {
        const string Password = "a long enough password";
        await using (var scope = chromium.FaceWeb.App.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
            var user = new AppUser { UserName = Colleague, Email = Colleague };
            Assert.True((await users.CreateAsync(user, Password)).Succeeded);
            Assert.True((await users.AddToRoleAsync(user, Roles.Editor)).Succeeded);
        }
        var window = await chromium.OpenOnAsync(chromium.FaceWeb.Address);
        await window.Page.GotoAsync("/sign-in");
        await window.Page.GetByLabel("E-mail address").FillAsync(Colleague);
        await window.Page.GetByLabel("Password").FillAsync(Password);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await window.Heading("Albums").WaitForAsync();
        await window.Page.GotoAsync(path);
        await Face(window, 1).WaitForAsync();
        return window;
    }
}
