using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using FaceWeb.Faces;
using FaceWeb.Review;
using FaceWeb.Tests.Review;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser.Reviewing;

/// <summary>
/// 10,000 undecided faces with real crops: prints how fast the review page opens, how it scrolls, what its circuit keeps in memory. In a long run it is
/// opened more often and scrolled to the end.
/// </summary>
[Collection(LongWorkInChromium.Name)]
public sealed class ReviewAtSizeTests(FaceWebInChromium chromium, ITestOutputHelper output)
{
    private const int Faces = 10_000;
    private static readonly int Pages = LongRun.Or(4, 8);
    private static readonly int Openings = LongRun.Or(2, 5);

    // The moment, in milliseconds since the page was asked for, at which every face on the screen has its picture; 0 before.
    private const string AllPictured =
        """
        () => {
          const cells = [...document.querySelectorAll("#review-grid [role=option]")].filter(c => {
            const box = c.getBoundingClientRect();
            return box.bottom > 0 && box.top < innerHeight;
          });
          return cells.length > 20 && cells.every(c => c.firstChild.complete && c.firstChild.naturalWidth > 0) ? performance.now() : 0;
        }
        """;

    // Looks, at each painted frame, down the first column: where neither a face nor a heading is, the page is blank.
    private const string WatchScrolling =
        """
        () => {
          window.frames = { count: 0, points: 0, blank: 0, unpictured: 0, longest: 0 };
          let last = performance.now();
          const look = () => {
            const now = performance.now();
            window.frames.longest = Math.max(window.frames.longest, now - last);
            last = now;
            window.frames.count++;
            const list = document.getElementById("review-grid").getBoundingClientRect();
            const foot = document.querySelector(".fw-rv-foot").getBoundingClientRect();
            let gap = 0;
            for (let y = Math.max(60, list.top + 4); y < Math.min(foot.top, list.bottom) - 4; y += 20) {
              const there = document.elementFromPoint(list.left + 40, y);
              const cell = there?.closest("[role=option]");
              const covered = cell || there?.closest(".fw-rv-head");
              window.frames.points++;
              // Between two rows lies a gap of a few pixels; two points in a row are a hole.
              gap = covered ? 0 : gap + 1;
              if (gap > 1)
                window.frames.blank++;
              if (cell && !cell.firstChild.complete)
                window.frames.unpictured++;
            }
            if (!window.scrolled)
              requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        }
        """;

    [SkippableFact]
    public async Task Ten_thousand_faces_open_at_once_scroll_without_holes_and_cost_the_server_little()
    {
        var photos = Directory.GetFiles(Repository.SharedOrSkip("data", "lfw-dev", "images"), "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(60).ToList();
        await chromium.StartOrSkipAsync();
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        await WriteAsync(faceWeb, photos);

        // A browser that has seen nothing yet, each time: no picture and no script is kept from the time before.
        var opened = new List<double>();
        for (var i = 0; i < Openings; i++)
        {
            await using var fresh = await chromium.OpenOnAsync(faceWeb.Address);
            await fresh.SignInAsync();
            await fresh.Page.GotoAsync("/review");
            var answer = await fresh.Page.WaitForFunctionAsync(AllPictured, null, new() { PollingInterval = 10 });
            opened.Add(await answer.JsonValueAsync<double>());
        }
        await using var window = await chromium.OpenOnAsync(faceWeb.Address);
        await window.SignInAsync();
        var review = new ReviewWindow(window);
        await review.OpenAsync();
        Assert.Contains("10,000 faces to review", await review.Page.Locator(".fw-rv-count").InnerTextAsync(), StringComparison.Ordinal);
        await review.Page.WaitForFunctionAsync(AllPictured, null, new() { PollingInterval = 10 });
        await review.Page.Mouse.MoveAsync(700, 400);
        var calmly = await ScrollAsync(review, 150, TimeSpan.FromSeconds(LongRun.Or(8, 25)));
        var fast = await ScrollAsync(review, 500, TimeSpan.FromSeconds(LongRun.Or(12, 180)));
        var drawn = await review.Options.CountAsync();
        var circuit = await MeasureCircuitAsync(faceWeb);
        var list = await TimeListAsync(faceWeb);

        Print($"Opened in {string.Join(", ", opened.Select(o => o.ToString("F0", CultureInfo.InvariantCulture)))} ms (median {opened.Order().ElementAt(Openings / 2):F0} ms) until every face on the screen had its picture; the list itself takes {list:F0} ms.");
        Print($"Scrolled calmly: {calmly}");
        Print($"Scrolled as fast as it goes: {fast}; {drawn} faces drawn there.");
        Print($"The server keeps {circuit / 1e6:F1} MB for each open review page ({Pages} open ones measured together).");
        Assert.Equal((0, 0), (calmly.Blank, fast.Blank));
        Assert.InRange(drawn, 20, 600);
        Assert.True(circuit < 100e6, $"A circuit keeps {circuit / 1e6:F0} MB.");
        Assert.True(opened.Min() < 10_000, "Opening takes far longer than the second that is aimed at.");

        // The last face is reached by key too.
        await review.PressAsync("End");
        await Expect(review.Face(await review.CurrentAsync())).ToBeInViewportAsync();
    }

    // Turns the wheel until the end of the page or of the time, looking at every painted frame.
    private static async Task<Scrolled> ScrollAsync(ReviewWindow review, int step, TimeSpan longest)
    {
        const string Top = "() => scrollY";
        var from = await review.Page.EvaluateAsync<double>(Top);
        await review.Page.EvaluateAsync("() => { window.scrolled = false; }");
        await review.Page.EvaluateAsync(WatchScrolling);
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < longest && await review.Page.EvaluateAsync<bool>("() => scrollY + innerHeight < document.documentElement.scrollHeight - 2"))
        {
            await review.Page.Mouse.WheelAsync(0, step);
            await Task.Delay(60);
        }
        var seconds = watch.Elapsed.TotalSeconds;
        var frames = await review.Page.EvaluateAsync<JsonElement>("() => { window.scrolled = true; return window.frames; }");
        int Count(string name) => frames.GetProperty(name).GetInt32();
        return new Scrolled(
            await review.Page.EvaluateAsync<double>(Top) - from, seconds, Count("count"), frames.GetProperty("longest").GetDouble(), Count("points"), Count("blank"), Count("unpictured"));
    }

    // What is kept of one page is less than what comes and goes beside it: several are opened, walked from end to end, and left open.
    private async Task<double> MeasureCircuitAsync(RunningFaceWeb faceWeb)
    {
        var windows = new List<BrowserWindow>();
        try
        {
            for (var i = 0; i < Pages; i++)
            {
                windows.Add(await chromium.OpenOnAsync(faceWeb.Address));
                await windows[^1].SignInAsync();
                await windows[^1].Page.GotoAsync("about:blank");
            }
            var without = GC.GetTotalMemory(forceFullCollection: true);
            foreach (var window in windows)
            {
                var review = new ReviewWindow(window);
                await review.OpenAsync();
                await review.PressAsync("End", "Home");
                await review.Page.WaitForFunctionAsync(AllPictured, null, new() { PollingInterval = 10 });
            }
            return (GC.GetTotalMemory(forceFullCollection: true) - without) / (double)Pages;
        }
        finally
        {
            foreach (var window in windows)
                await window.DisposeAsync();
        }
    }

    private void Print(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static async Task<double> TimeListAsync(RunningFaceWeb faceWeb)
    {
        var times = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            var watch = Stopwatch.StartNew();
            await faceWeb.UseAsync<ReviewList, ReviewIndex>(list => list.ReadAsync(new FaceFilter()));
            times.Add(watch.Elapsed.TotalMilliseconds);
        }
        return times.Order().ElementAt(2);
    }

    // The faces of real photos are found by the real pipeline; their crops are shown by all 10,000.
    private static async Task WriteAsync(RunningFaceWeb faceWeb, List<string> photos)
    {
        var album = await faceWeb.Client.NewAlbumAsync("Real");
        await faceWeb.Client.UploadAsync(album, photos.Select(f => (Path.GetFileName(f), File.ReadAllBytes(f))));
        await faceWeb.Client.AllDoneAsync();
        List<byte[]> crops;
        await using (var db = await faceWeb.OpenDbAsync())
            crops = await db.FaceImages.Select(i => i.Crop).ToListAsync();
        Assert.True(crops.Count >= 50, $"Only {crops.Count} faces were found.");
        var people = new List<long>();
        for (var i = 0; i < 60; i++)
            people.Add(await faceWeb.NewPersonAsync($"Person {i + 1}"));
        await SuggestedFaces.WriteAsync(faceWeb, Faces, people, crops, "Ten thousand");
    }

    // Pixels scrolled and seconds it took; frames painted and the longest of them in milliseconds; points looked at, with nothing there, with a picture still to come.
    private sealed record Scrolled(double Pixels, double Seconds, int Frames, double Longest, int Points, int Blank, int Unpictured)
    {
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{Pixels:F0} pixels in {Seconds:F0} s, {Frames} frames, longest {Longest:F0} ms; of {Points} points looked at {Blank} blank, {100.0 * Unpictured / Points:F2} % with a picture still to come");
    }
}
