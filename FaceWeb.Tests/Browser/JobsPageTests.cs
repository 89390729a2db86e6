using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using FaceWeb.Tests.Work;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser;

/// <summary>The jobs page while names are suggested again, and what is left of it on the training page when that is cancelled.</summary>
[Collection(TestsInChromium.Name)]
public sealed class JobsPageTests(FaceWebInChromium chromium)
{
    [SkippableFact]
    public async Task Suggesting_names_shows_its_progress_is_cancelled_half_way_and_asked_for_again()
    {
        await chromium.StartOrSkipAsync();
        await using var faceWeb = await RunningFaceWeb.StartAsync(HeldJob.Setting);
        var album = await AlbumOfTwoClassifiers.MakeAsync(faceWeb);
        using var held = HeldJob.At(faceWeb, "Suggesting names: 1,000 of 2,100 faces");
        await using var window = await chromium.OpenOnAsync(faceWeb.Address);
        await window.SignInAsync();
        var page = window.Page;

        // Activated on the training page, which shows how far the names are.
        await page.GotoAsync("/admin/training");
        await page.GetByRole(AriaRole.Region, new() { Name = "Trained classifiers" })
            .GetByRole(AriaRole.Button, new() { NameRegex = new("^Activate") }).ClickAsync();
        await held.ReachedAsync();
        var names = page.GetByRole(AriaRole.Status, new() { Name = "Names", Exact = true });
        await Expect(names).ToContainTextAsync("Suggesting names: 1,000 of 2,100 faces");
        await Expect(names.GetByRole(AriaRole.Progressbar, new() { Name = "Names suggested" })).ToBeVisibleAsync();
        await Expect(names.GetByRole(AriaRole.Button, new() { Name = "Stop suggesting names" })).ToBeVisibleAsync();
        await PictureAsync(page, "training-names");

        await page.GotoAsync("/admin/jobs");
        var row = page.GetByRole(AriaRole.Region, new() { Name = "Trainings, measurings and names" }).GetByRole(AriaRole.Row).Nth(1);
        await Expect(row).ToContainTextAsync("Running");
        await Expect(row).ToContainTextAsync("48 % Suggesting names: 1,000 of 2,100 faces");
        await PictureAsync(page, "jobs-names");
        await using (var phone = await chromium.OpenOnAsync(faceWeb.Address, 390, 844, ColorScheme.Dark))
        {
            await phone.SignInAsync();
            foreach (var path in new[] { "training", "jobs" })
            {
                await phone.Page.GotoAsync($"/admin/{path}");
                await Expect(phone.Page.GetByText("Suggesting names: 1,000 of 2,100 faces")).ToBeVisibleAsync();
                Assert.False(await phone.ScrollsSidewaysAsync());
                await PictureAsync(phone.Page, $"{path}-names-phone");
            }
        }
        var cancel = row.GetByRole(AriaRole.Button, new() { Name = "Cancel: Suggest names" });
        await cancel.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await held.StopsAsync();
        await Expect(row).ToContainTextAsync("Suggesting names was cancelled after 1,000 of 2,100 faces");
        await Expect(row).ToContainTextAsync("faces still have names by the classifier before");
        await Expect(cancel).ToHaveCountAsync(0);
        await PictureAsync(page, "jobs-names-cancelled");
        Assert.NotEqual(0, await AlbumOfTwoClassifiers.NamedByAsync(faceWeb, album.Second));

        await page.GotoAsync("/admin/training");
        await Expect(names).ToContainTextAsync("faces still have names by the classifier before");
        await PictureAsync(page, "training-names-cancelled");
        await page.GetByRole(AriaRole.Button, new() { Name = "Suggest names again" }).ClickAsync();
        await Expect(names).ToHaveCountAsync(0);
        await faceWeb.Client.AllDoneAsync();
        Assert.Equal(0, await AlbumOfTwoClassifiers.NamedByAsync(faceWeb, album.Second));

        await page.GotoAsync("/admin/jobs");
        var done = page.GetByRole(AriaRole.Region, new() { Name = "Trainings, measurings and names" })
            .GetByText("Names for 2,100 faces looked at again: ");
        await Expect(done).ToHaveCountAsync(2);
        await page.GetByRole(AriaRole.Button, new() { Name = "Suggest names again" }).ClickAsync();
        await Expect(done).ToHaveCountAsync(3);

        // The seeded faces have no pictures.
        Assert.DoesNotContain(window.Errors, e => !e.Contains("404", StringComparison.Ordinal));
    }

    private static async Task PictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("FACEWEB_SCREENSHOTS") is not { Length: > 0 } folder)
            return;
        Directory.CreateDirectory(folder);
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png") });
    }
}
