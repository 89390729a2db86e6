using FaceWeb.Tests.Training;
using FaceWeb.Tests.Video;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser.Videos;

/// <summary>A video of sixteen minutes: its time line shows ten minutes at a time and goes where the video goes.</summary>
[Collection(LongWorkInChromium.Name)]
public sealed class LongVideoPageTests(FaceWebInChromium chromium)
{
    [SkippableFact]
    public async Task The_time_line_of_a_long_video_shows_where_the_video_stands()
    {
        ClipCopies.RequireFfmpeg();
        var film = Film(Repository.SharedOrSkip("data", "lfw-dev", "images", "Lindsay_Davenport", "Lindsay_Davenport_0001.jpg"));
        await using var window = await chromium.OpenAsync();
        var page = window.Page;
        var client = chromium.FaceWeb.Client;
        var id = (await client.UploadAsync(await client.NewAlbumAsync("A long video"), [("long.mp4", film)]))[0];
        await client.AllDoneAsync();
        var tracks = (await client.ReadAsync($"photos/{id}/tracks")).GetProperty("tracks").EnumerateArray().ToList();
        Assert.Equal(2, tracks.Count);
        await client.PostAsync("faces/decisions", new
        {
            items = tracks.Select(t => new { faceId = t.GetProperty("faceId").GetInt64(), decision = "confirmed", personName = "Seen twice" }),
        });
        await client.AllDoneAsync();

        await page.GotoAsync($"/videos/{id}");
        var part = page.Locator(".fw-stretch");
        var bars = page.Locator(".fw-bar");
        await Expect(part).ToContainTextAsync("0:00 to 10:00 of 16:00");
        await Expect(bars).ToHaveCountAsync(1);
        await Expect(page.Locator(".fw-overview-run")).ToHaveCountAsync(2);

        // N leads to the other appearance, quarter of an hour on, and the time line and the box follow.
        await page.GotoAsync($"/videos/{id}?at=6");
        await page.WaitForFunctionAsync("() => document.querySelector('video')?.currentTime === 6");
        await page.EvaluateAsync("() => document.activeElement.blur()");
        await page.Keyboard.PressAsync("n");
        await Expect(part).ToContainTextAsync("10:00 to 16:00 of 16:00");
        await page.WaitForFunctionAsync("() => document.querySelector('video').currentTime > 940");
        await Expect(bars).ToHaveCountAsync(1);
        await Expect(bars.First).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(page.Locator(".fw-film-boxes .fw-face-confirmed")).ToHaveTextAsync("Seen twice");

        // Back by the button, on again by the strip of the whole.
        await page.GetByRole(AriaRole.Button, new() { Name = "The ten minutes before" }).ClickAsync();
        await Expect(part).ToContainTextAsync("0:00 to 10:00 of 16:00");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "The ten minutes before" })).ToBeDisabledAsync();
        await page.WaitForFunctionAsync("() => document.querySelector('video').currentTime === 0");
        var strip = (await page.Locator(".fw-overview").BoundingBoxAsync())!;
        await page.Mouse.ClickAsync(strip.X + (strip.Width * 0.8f), strip.Y + (strip.Height / 2));
        await Expect(part).ToContainTextAsync("10:00 to 16:00 of 16:00");

        // The address of a moment.
        await page.GotoAsync($"/videos/{id}?at=955");
        await Expect(part).ToContainTextAsync("10:00 to 16:00 of 16:00");
        await Expect(page.Locator(".fw-film-boxes .fw-face-confirmed")).ToBeVisibleAsync();
        Assert.Empty(window.Errors);
    }

    // A face for five seconds, nothing for a quarter of an hour, the face again.
    private static byte[] Film(string portrait)
    {
        using var copies = new ClipCopies();
        return File.ReadAllBytes(copies.Make(
            portrait, "long.mp4", "-f", "lavfi", "-i", "color=black:size=640x360:rate=2:duration=960", "-filter_complex",
            "[0:v]scale=-2:300[face];[1:v][face]overlay=x=200:y=30:enable=lt(t\\,5)+gt(t\\,950)", "-pix_fmt", "yuv420p", "-c:v", "libx264",
            "-preset", "ultrafast", "-movflags", "+faststart"));
    }
}
