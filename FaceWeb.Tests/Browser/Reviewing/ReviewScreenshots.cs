using System.Net.Http.Json;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using Microsoft.Playwright;

namespace FaceWeb.Tests.Browser.Reviewing;

/// <summary>
/// Pictures of the review page in its states, with real photos. Runs only when the environment variable <c>FACEWEB_SCREENSHOTS</c> names
/// the folder to write to.
/// </summary>
[Collection(LongWorkInChromium.Name)]
public sealed class ReviewScreenshots(FaceWebInChromium chromium)
{
    [SkippableFact]
    public async Task The_review_page_is_pictured()
    {
        var folder = Environment.GetEnvironmentVariable("FACEWEB_SCREENSHOTS");
        Skip.If(string.IsNullOrEmpty(folder), "FACEWEB_SCREENSHOTS names no folder to write screenshots to.");
        Directory.CreateDirectory(folder);
        var people = Directory.GetDirectories(Repository.SharedOrSkip("data", "lfw-dev", "images")).Order(StringComparer.Ordinal)
            .Select(f => (Name: Path.GetFileName(f), Files: Directory.GetFiles(f, "*.jpg").Order(StringComparer.Ordinal).ToArray()))
            .Where(p => p.Files.Length >= 12).Take(8).ToList();
        await chromium.StartOrSkipAsync();
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        await faceWeb.Client.UploadAndTeachAsync(people);

        // Somebody has a long name.
        var first = (await faceWeb.Client.ReadAsync("people")).GetProperty("items")[0].GetProperty("id").GetInt64();
        await faceWeb.Client.PatchAsJsonAsync($"/api/v1/people/{first}", new { name = "Maria Magdalena Wolkenstein-Trostburg of the Upper Valley" });

        foreach (var (size, width, height) in new[] { ("desktop", 1280, 800), ("phone", 390, 844) })
        {
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await using var window = await chromium.OpenOnAsync(faceWeb.Address, width, height, scheme);
                await window.SignInAsync();
                var review = new ReviewWindow(window);
                await review.OpenAsync();
                async Task PictureAsync(string state)
                {
                    await window.Page.WaitForTimeoutAsync(700);
                    await window.Page.ScreenshotAsync(
                        new() { Path = Path.Combine(folder, $"review-{state}-{size}-{scheme}.png".ToLowerInvariant()) });
                }

                await PictureAsync("open");
                await review.PressAsync("ArrowRight", "Shift+ArrowDown");
                await PictureAsync("range");
                await review.PressAsync("Escape", "ArrowDown", "0");
                await PictureAsync("photo");
                await review.PressAsync("0");
                await review.PressAsync("a");
                await window.Page.Keyboard.TypeAsync("l");
                await PictureAsync("naming");
                await review.PressAsync("Escape");
                await review.PressAsync("?");
                await PictureAsync("keys");
                await review.PressAsync("?");
                if (width < 600)
                    await window.Page.GetByRole(AriaRole.Button, new() { Name = "Filters" }).TapAsync();
                await review.PressAsync("End", "x");
                await PictureAsync("end");
                await review.PressAsync("Control+z");
                await review.SavedAsync();
                await PictureAsync("undone");
                await window.Page.ReloadAsync();
                await review.ReadyAsync();
                await review.PressAsync("Control+y");
                await Assertions.Expect(review.Message).ToContainTextAsync("Ctrl+Y again does again");
                await PictureAsync("asked");
            }
        }
        await using (var window = await chromium.OpenOnAsync(faceWeb.Address))
        {
            await window.SignInAsync();
            var review = new ReviewWindow(window);
            await review.OpenAsync("album=987654");
            await window.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, "review-empty-desktop-light.png") });
        }
    }
}
