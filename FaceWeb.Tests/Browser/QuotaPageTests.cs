using FaceWeb.Access;
using FaceWeb.Tests.Albums;
using FaceWeb.Tests.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser;

/// <summary>An admin gives an account a quota; its user sees what is used of it, and why a photo is refused.</summary>
[Collection(TestsInChromium.Name)]
public sealed class QuotaPageTests(FaceWebInChromium chromium)
{
    private const string Anna = "anna@example.org";
    private const string Password = "correct horse stable";

    [SkippableFact]
    public async Task An_admin_sets_a_quota_and_the_user_is_told_what_does_not_fit()
    {
        await chromium.StartOrSkipAsync();
        await using var faceWeb = await RunningFaceWeb.StartAsync("--FaceWeb:Upload:PieceBytes=50000");
        await faceWeb.AddUserAsync(Anna, Password, Roles.Editor);
        await using (var admin = await chromium.OpenOnAsync(faceWeb.Address, 390, 844))
        {
            await admin.SignInAsync();
            await admin.Page.GotoAsync("/admin/users");
            await admin.Page.GetByRole(AriaRole.Button, new() { Name = $"Quota of {Anna}" }).ClickAsync();
            var dialog = admin.Page.GetByRole(AriaRole.Dialog);
            await dialog.GetByRole(AriaRole.Radio, new() { Name = "This much" }).CheckAsync();
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Set the quota" }).ClickAsync();
            await Expect(dialog.GetByText("Say how many gigabytes.")).ToBeVisibleAsync();
            await dialog.GetByLabel("GB").FillAsync("0.0006");
            await LookAsync(admin, "quota-dialog");
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Set the quota" }).ClickAsync();
            await Expect(admin.Page.GetByRole(AriaRole.Row, new() { NameRegex = new(Anna) })).ToContainTextAsync("0 KB of 600.0 KB");

            await admin.Page.GetByLabel("Each account, GB").FillAsync("2");
            await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Set the limits" }).ClickAsync();
            await Expect(admin.Page.GetByRole(AriaRole.Row, new() { NameRegex = new(RunningFaceWeb.Email) }).First).ToContainTextAsync("of 2.0 GB");
            await LookAsync(admin, "users");
            Assert.Empty(admin.Errors);
        }

        var folder = Directory.CreateTempSubdirectory("faceweb-quota-").FullName;
        try
        {
            var files = new[] { ("fits.jpg", Pictures.Jpeg(580)), ("too-much.jpg", Pictures.Jpeg(581, 1200, 900)) };
            foreach (var (name, content) in files)
                await File.WriteAllBytesAsync(Path.Combine(folder, name), content);
            Assert.InRange(files[0].Item2.Length, 100_000, 600_000);
            await using var window = await chromium.OpenOnAsync(faceWeb.Address);
            await window.SignInAsync(Anna, Password);
            var album = await window.MakeAlbumAsync("Within bounds");
            await window.ChoosePhotosAsync([.. files.Select(f => Path.Combine(folder, f.Item1))]);
            await Expect(window.Page.GetByText("does not fit into your quota").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
            await Expect(window.Page.GetByText("1 photo added").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
            Assert.Equal(1, await faceWeb.PhotosOfAsync(album));
            await LookAsync(window, "refused");
            await window.Page.GotoAsync("/account");
            await Expect(window.Page.GetByTestId("room")).ToContainTextAsync("of 600.0 KB");
            await Expect(window.Page.GetByRole(AriaRole.Progressbar, new() { Name = "Room used" })).ToBeVisibleAsync();
            await LookAsync(window, "account");
            Assert.All(window.Errors, error => Assert.Contains("507", error, StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Pictures for whoever asks for them.
    private static async Task LookAsync(BrowserWindow window, string name)
    {
        if (Environment.GetEnvironmentVariable("FACEWEB_SCREENSHOTS") is not { Length: > 0 } folder)
            return;
        foreach (var (width, height) in new[] { (390, 844), (1280, 800) })
        {
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await window.Page.SetViewportSizeAsync(width, height);
                await window.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
                await window.Page.WaitForTimeoutAsync(500);
                await window.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"quota-{name}-{width}-{scheme}.png".ToLowerInvariant()) });
            }
        }
    }
}
