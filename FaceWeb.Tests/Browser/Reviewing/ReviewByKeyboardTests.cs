using System.Globalization;
using System.Text.Json;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Tests.Review;
using FaceWeb.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser.Reviewing;

/// <summary>80 faces (200 in a long run) of real photos, suggested by the real pipeline, decided with the keyboard alone; prints how long each key took.</summary>
[Collection(LongWorkInChromium.Name)]
public sealed class ReviewByKeyboardTests(FaceWebInChromium chromium, ITestOutputHelper output)
{
    private static readonly int Decided = LongRun.Or(80, 200);
    private const int Burst = 30;

    // Notes each deciding key with the face that it was pressed on and that face's name, and how long it takes until another face is
    // under the cursor, its picture is there, and the browser has painted it.
    private const string Watch =
        """
        () => {
          const list = document.getElementById("review-grid");
          const active = () => list.getAttribute("aria-activedescendant");
          window.pressed = [];
          window.times = [];
          addEventListener("keydown", e => {
            if (e.target !== list || (!["Enter", "x", "i", "n", "1", "2", "A"].includes(e.key) && !(e.key === "z" && e.ctrlKey)))
              return;
            const [from, at] = [active(), performance.now()];
            window.pressed.push({ key: e.key, face: Number(from?.slice(7)), name: document.getElementById(from)?.getAttribute("aria-label")?.replace(/, [0-9]+ %$/, "") });
            if (e.key === "A")
              return;
            const look = () => {
              const picture = document.getElementById(active())?.querySelector("img");
              if (active() !== from && picture?.complete && picture.naturalWidth > 0)
                requestAnimationFrame(() => window.times.push(performance.now() - at));
              else if (performance.now() - at < 5000)
                requestAnimationFrame(look);
            };
            requestAnimationFrame(look);
          }, true);
        }
        """;

    [SkippableFact]
    public async Task Suggested_faces_are_decided_and_the_server_holds_what_was_pressed()
    {
        var folders = Directory.GetDirectories(Repository.SharedOrSkip("data", "lfw-dev", "images")).Order(StringComparer.Ordinal)
            .Select(f => (Name: Path.GetFileName(f), Files: Directory.GetFiles(f, "*.jpg").Order(StringComparer.Ordinal).ToArray()))
            .Where(p => p.Files.Length >= 20).Take(LongRun.Or(8, 16)).ToList();
        await chromium.StartOrSkipAsync();
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        await faceWeb.Client.UploadAndTeachAsync(folders);

        await using var window = await chromium.OpenOnAsync(faceWeb.Address);
        await window.SignInAsync();
        var review = new ReviewWindow(window);
        await review.OpenAsync();
        await using (var db = await faceWeb.OpenDbAsync())
        {
            var suggested = await db.Faces.CountAsync(f => f.Decision == FaceDecision.Undecided && f.BestPersonId != null);
            Assert.True(suggested >= Decided + 20, $"Only {suggested} faces are suggested.");
        }
        await review.Page.EvaluateAsync(Watch);

        // Most as a person would, one after the other, with some names typed and some keys taken back; then faster than anybody.
        for (var i = 0; i < Decided - Burst; i++)
        {
            var before = await review.CurrentAsync();
            await DecideAsync(review, i);
            await Expect(review.Grid).Not.ToHaveAttributeAsync("aria-activedescendant", $"review-{before}");
            if (i % 25 == 24)
            {
                await review.PressAsync("Control+z");
                await review.IsOnAsync(before);
                await review.PressAsync("Enter");
            }
        }
        await Task.WhenAll(Enumerable.Range(0, Burst).Select(i => review.PressAsync(i % 5 == 4 ? "i" : "Enter")));
        await review.SavedAsync();

        var pressed = await review.Page.EvaluateAsync<JsonElement>("() => window.pressed");
        var times = (await review.Page.EvaluateAsync<double[]>("() => window.times")).Order().ToArray();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{times.Length} keys; from the key to the next face painted: median {times[times.Length / 2]:F0} ms, 90 % within "
                + $"{times[times.Length * 9 / 10]:F0} ms, longest {times[^1]:F0} ms."));

        await review.Page.ReloadAsync();
        await review.ReadyAsync();
        var (said, rejected) = Replay(pressed);
        Assert.True(said.Count + rejected.Count >= Decided, $"{said.Count} decided, {rejected.Count} rejected.");
        foreach (var (face, expected) in said)
        {
            Assert.Equal((face, expected), (face, await faceWeb.StandsAsync(face)));
            await Expect(review.Face(face)).ToHaveCountAsync(0);
        }
        await using (var db = await faceWeb.OpenDbAsync())
        {
            foreach (var (face, name) in rejected)
                Assert.True(await db.Rejections.AnyAsync(r => r.FaceId == face && db.People.Any(p => p.Id == r.PersonId && p.Name == name)),
                    $"Face {face} does not reject {name}.");
        }
        Assert.True(window.Errors.Count == 0, string.Join("\n", window.Errors));
        Assert.True(times[times.Length / 2] < 1000, "The median is far above what is aimed at (100 ms).");
    }

    private static async Task DecideAsync(ReviewWindow review, int i)
    {
        switch (i % 10)
        {
            case 3:
                await review.PressAsync("x");
                break;
            case 5:
                await review.PressAsync("i");
                break;
            case 7:
                await review.PressAsync("n");
                break;
            case 9:
                // A capital opens the field and begins the name.
                await review.PressAsync("Shift+A");
                await review.Page.Keyboard.TypeAsync("unt Number " + (i / 50));
                await review.PressAsync("Enter");
                break;
            default:
                await review.PressAsync("Enter");
                break;
        }
    }

    // What was pressed last on each face, as the server should hold it; and the names rejected.
    private static (Dictionary<long, string> Said, List<(long Face, string Name)> Rejected) Replay(JsonElement pressed)
    {
        var said = new Dictionary<long, string>();
        var rejected = new List<(long, string)>();
        var last = 0L;
        var named = 0;
        foreach (var press in pressed.EnumerateArray())
        {
            var (key, face, name) = (
                press.GetProperty("key").GetString()!, press.GetProperty("face").GetInt64(), press.GetProperty("name").GetString()!);
            switch (key)
            {
                case "Enter" or "1":
                    said[face] = name;
                    break;
                case "i":
                    said[face] = "ignored";
                    break;
                case "n":
                    said[face] = "notAFace";
                    break;
                case "A":
                    said[face] = $"Aunt Number {((10 * named++) + 9) / 50}";
                    break;
                case "x":
                    rejected.Add((face, name));
                    break;
                case "z":
                    said.Remove(last);
                    rejected.RemoveAll(r => r.Item1 == last);
                    continue;
            }
            last = face;
        }
        return (said, rejected);
    }
}
