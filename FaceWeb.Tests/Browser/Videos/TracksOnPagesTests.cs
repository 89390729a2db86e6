using System.Globalization;
using System.Text.RegularExpressions;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Tests.Browser.Reviewing;
using FaceWeb.Tests.Review;
using FaceWeb.Tests.Training;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser.Videos;

/// <summary>Faces of videos on the pages that know photos: they say so, lead to their moment, and are decided once.</summary>
[Collection(LongWorkInChromium.Name)]
public sealed class TracksOnPagesTests(FaceWebInChromium chromium, FilmedPeople people) : IClassFixture<FilmedPeople>
{
    [SkippableFact]
    public async Task A_track_under_the_cursor_of_the_review_page_is_confirmed_once_by_Enter()
    {
        await using var window = await OpenAsync();
        var review = new ReviewWindow(window);
        await review.OpenAsync();

        // It says that it moves, and from when to when.
        var words = new Regex($"^{FilmedPeople.Singer}, [0-9]+ %. Video, 0:0[34] to 0:0[78]$");
        var option = review.Grid.GetByRole(AriaRole.Option, new() { NameRegex = words });
        await Expect(option).ToHaveCountAsync(1);
        await Expect(option.Locator(".fw-seen")).ToHaveAttributeAsync("data-from", new Regex("^0:0[34]$"));
        var face = long.Parse((await option.GetAttributeAsync("data-id"))!, CultureInfo.InvariantCulture);
        for (var presses = 0; presses < 20 && await review.CurrentAsync() != face; presses++)
            await review.PressAsync("ArrowRight");
        await review.IsOnAsync(face);
        var link = review.Page.GetByRole(AriaRole.Link, new() { Name = "Video", Exact = true });
        Assert.Matches($"^/videos/{people.Clip}\\?face={face}&at=[3-7]\\.", await link.GetAttributeAsync("href"));

        await review.PressAsync("Enter");
        await Expect(review.Face(face)).ToHaveCountAsync(0);
        await review.SavedAsync();
        await ConfirmedOnceAsync(face, 1);

        // Taken back and said again, it is still one face of one appearance.
        await review.PressAsync("Control+z");
        await review.IsOnAsync(face);
        await review.SavedAsync();
        Assert.Equal("undecided", await people.FaceWeb.StandsAsync(face));
        await review.PressAsync("Enter");
        await Expect(review.Face(face)).ToHaveCountAsync(0);
        await review.SavedAsync();
        await ConfirmedOnceAsync(face, 2);
        await people.FaceWeb.Client.AllDoneAsync();
        Assert.Empty(window.Errors);
    }

    [SkippableFact]
    public async Task A_persons_page_tells_the_appearances_and_jumps_to_them()
    {
        await using var window = await OpenAsync();
        var page = window.Page;
        await page.GotoAsync($"/people/{people.Person}");
        await window.Heading(FilmedPeople.President).WaitForAsync();
        var appearances = page.GetByRole(AriaRole.List, new() { Name = "Appearances in portraits.webm" });
        await Expect(appearances.GetByRole(AriaRole.Link)).ToHaveTextAsync(["0:00 to 0:01"]);
        await appearances.GetByRole(AriaRole.Link).ClickAsync();
        await ShownAsync(window, people.Film, people.Named);

        // A face that is asked for leads there as well: by the mouse, by its key, and by its link on the page that tells why.
        await page.GotoAsync($"/people/{people.Person}");
        var tile = page.GetByRole(AriaRole.Option, new() { NameRegex = new("Video, 0:00 to 0:01$") });
        await TwiceAtTheEdgeAsync(window, tile);
        await ShownAsync(window, people.Film, people.Named);
        await page.GotoAsync($"/faces/{people.Named}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Video, 0:00 to 0:01: watch this moment" }).ClickAsync();
        await ShownAsync(window, people.Film, people.Named);

        // What is only suggested leads to its own moment.
        await page.GotoAsync($"/people/{people.Person}");
        var suggested = page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Suggested face, [0-9]+ %. Video, 0:0[34] to 0:04$") });
        await suggested.First.ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex($"/videos/{people.Film}\\?face=[0-9]+&at=[34](\\.[0-9]+)?$"));
        await page.WaitForFunctionAsync("() => document.querySelector('video')?.currentTime > 2.9");
        Assert.Empty(window.Errors);
    }

    [SkippableFact]
    public async Task The_pages_are_pictured_with_tracks()
    {
        var folder = Environment.GetEnvironmentVariable("FACEWEB_SCREENSHOTS");
        Skip.If(string.IsNullOrEmpty(folder), "FACEWEB_SCREENSHOTS names no folder to write screenshots to.");
        Directory.CreateDirectory(folder);
        await people.StartOrSkipAsync();
        (string Name, string Path)[] pages =
        [
            ("review", "/review"), ("unknown", "/review?person=unknown"), ("face", $"/faces/{people.Named}"), ("person", $"/people/{people.Person}"),
            ("groups", "/groups"), ("album", $"/albums/{people.Album}"), ("video", $"/videos/{people.Clip}"),
        ];
        foreach (var (size, width, height) in new[] { ("desktop", 1280, 800), ("phone", 390, 844) })
        {
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await using var window = await OpenAsync(width, height, scheme);
                foreach (var (name, path) in pages)
                {
                    await window.Page.GotoAsync(path);
                    await window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).First.WaitForAsync();
                    await window.Page.WaitForTimeoutAsync(1500);
                    if (name == "review")
                    {
                        await new ReviewWindow(window).Options.First.HoverAsync();
                        await window.Page.WaitForTimeoutAsync(700);
                    }
                    await window.Page.ScreenshotAsync(new()
                    {
                        Path = Path.Combine(folder, $"tracks-{name}-{size}-{scheme}.png".ToLowerInvariant()),
                        FullPage = name is "face" or "person",
                    });
                    Assert.False(await window.ScrollsSidewaysAsync(), $"{name} scrolls sideways.");
                }
                Assert.Empty(window.Errors);
            }
        }
    }

    private async Task<BrowserWindow> OpenAsync(int width = 1280, int height = 800, ColorScheme scheme = ColorScheme.Light)
    {
        await chromium.StartOrSkipAsync();
        await people.StartOrSkipAsync();
        var window = await chromium.OpenOnAsync(people.FaceWeb.Address, width, height, scheme);
        await window.SignInAsync();
        return window;
    }

    // The first of two clicks selects the face, and the bar of what can be done with it may appear under the pointer: the second is for the face.
    private static async Task TwiceAtTheEdgeAsync(BrowserWindow window, ILocator tile)
    {
        await window.Page.SetViewportSizeAsync(1280, 480);
        // The bar lets presses through for as long as two presses of a person may be apart; this machine may need longer.
        await window.Page.AddStyleTagAsync(new() { Content = ".fw-selected-bar { animation-duration: 20s !important; }" });
        await tile.EvaluateAsync("e => e.scrollIntoView({ block: 'end' })");
        var box = await tile.BoundingBoxAsync() ?? throw new InvalidOperationException("The face is on the page.");
        var (x, y) = (box.X + (box.Width / 2), box.Y + box.Height - 30);
        await window.Page.Mouse.ClickAsync(x, y);
        var bar = window.Page.GetByRole(AriaRole.Toolbar, new() { Name = "Selected faces" });
        await bar.WaitForAsync();
        var over = await bar.BoundingBoxAsync() ?? throw new InvalidOperationException("The bar is on the page.");
        Assert.InRange(y, over.Y, over.Y + over.Height);
        await window.Page.Mouse.MoveAsync(x, y);
        await window.Page.Mouse.DownAsync(new() { ClickCount = 2 });
        await window.Page.Mouse.UpAsync(new() { ClickCount = 2 });
    }

    // The video stands where the face is seen, and its appearance is open.
    private static async Task ShownAsync(BrowserWindow window, long video, long face)
    {
        // Asked again and again: to wait for a navigation misses one that comes while the address is looked at first.
        await Expect(window.Page).ToHaveURLAsync(new Regex($"/videos/{video}\\?face={face}&at=[01](\\.[0-9]+)?$"));
        await Expect(window.Page.Locator($"#track-{face}")).ToHaveAttributeAsync("aria-pressed", "true");
        var at = double.Parse(new Uri(window.Page.Url).Query.Split("at=")[1], CultureInfo.InvariantCulture);
        await window.Page.WaitForFunctionAsync(
            $"() => Math.abs(document.querySelector('video').currentTime - {at.ToString(CultureInfo.InvariantCulture)}) < .1");
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { NameRegex = new("^Face [0-9]+ of ") })).ToBeVisibleAsync();
    }

    private async Task ConfirmedOnceAsync(long face, int times)
    {
        Assert.Equal(FilmedPeople.Singer, await people.FaceWeb.StandsAsync(face));
        var appearance = Assert.Single((await people.FaceWeb.Client.ReadAsync($"photos/{people.Clip}/appearances")).EnumerateArray());
        Assert.Equal(face, appearance.GetProperty("faceId").GetInt64());
        await using var db = await people.FaceWeb.OpenDbAsync();
        Assert.Equal(times, await db.FaceEvents.CountAsync(e => e.FaceId == face && e.AfterDecision == FaceDecision.Confirmed));
        Assert.Equal(2, await db.Faces.CountAsync(f => f.Person!.Name == FilmedPeople.Singer));
    }
}
