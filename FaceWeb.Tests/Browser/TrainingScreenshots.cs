using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using Microsoft.Playwright;

namespace FaceWeb.Tests.Browser;

/// <summary>
/// Pictures of the training page with a report worth looking at: doubted faces, confused people, several trainings. Runs only when the
/// environment variable <c>FACEWEB_SCREENSHOTS</c> names the folder to write to.
/// </summary>
[Collection(TestsInChromium.Name)]
public sealed class TrainingScreenshots(FaceWebInChromium chromium)
{
    [SkippableFact]
    public async Task The_training_report_is_pictured()
    {
        var folder = Environment.GetEnvironmentVariable("FACEWEB_SCREENSHOTS");
        Skip.If(string.IsNullOrEmpty(folder), "FACEWEB_SCREENSHOTS names no folder to write screenshots to.");
        Directory.CreateDirectory(folder);
        Repository.SharedOrSkip("data", "lfw-dev", "images");
        await chromium.StartOrSkipAsync();
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        var album = await RealPeople.UploadAsync(client, 16, 10);
        foreach (var (name, faces) in album.People)
            await album.ConfirmAsync(name, faces[..5]);
        await client.TrainAsync();
        foreach (var (name, faces) in album.People)
            await album.ConfirmAsync(name, faces[5..8]);

        // Mistakes: whole photos under other names, a person of one face, two people who share their faces.
        for (var i = 0; i < 5; i++)
            await album.ConfirmAsync(album.People[i + 1].Name, album.People[i].Faces[0]);
        await album.ConfirmAsync("Somebody new", album.People[9].Faces[9]);
        await album.ConfirmAsync($"{album.People[10].Name}'s double", album.People[10].Faces[..4]);
        await client.TrainAsync();
        await album.ConfirmAsync(album.People[12].Name, album.People[12].Faces[8..]);
        await client.TrainAsync();
        await client.AllDoneAsync();

        foreach (var (size, width, height) in new[] { ("desktop", 1280, 800), ("phone", 390, 844) })
        {
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await using var window = await chromium.OpenOnAsync(faceWeb.Address, width, height, scheme);
                await window.SignInAsync();
                await window.Page.GotoAsync("/admin/training");
                await window.Page.GetByRole(AriaRole.Heading, new() { Name = "The active classifier" }).WaitForAsync();
                await window.Page.WaitForTimeoutAsync(700);

                // Pictures load as they come into view.
                await window.Page.EvaluateAsync("async () => { for (let y = 0; y < document.body.scrollHeight; y += 600) { window.scrollTo(0, y); "
                    + "await new Promise(r => setTimeout(r, 120)); } window.scrollTo(0, 0); }");
                await window.Page.WaitForTimeoutAsync(300);
                await window.Page.ScreenshotAsync(
                    new() { FullPage = true, Path = Path.Combine(folder, $"training-report-{size}-{scheme}.png".ToLowerInvariant()) });
            }
        }
    }
}
