using System.Net.Http.Json;
using System.Text.RegularExpressions;
using FaceWeb.Tests.Training;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser.Reviewing;

/// <summary>The review page by mouse and finger: choosing ranges, leaving out wrong faces, filters; and what a viewer sees.</summary>
[Collection(LongWorkInChromium.Name)]
public sealed class ReviewChoosingTests(FaceWebInChromium chromium) : ReviewOfTwoPeople(chromium)
{
    [SkippableFact]
    public async Task Ranges_are_chosen_by_shift_click_dragging_and_keys_and_decided_together_in_one_action()
    {
        await OpenAsync(24);
        await ClickAsync(Faces[0]);
        await ClickAsync(Faces[6], new() { Modifiers = [KeyboardModifier.Shift] });
        await Expect(Review.Chosen).ToHaveCountAsync(4);
        await Review.PressAsync("i");
        await Expect(Review.Chosen).ToHaveCountAsync(0);
        await Review.IsOnAsync(Faces[8]);

        await DragAsync(Faces[8], Faces[12]);
        await Expect(Review.Chosen).ToHaveCountAsync(3);
        await Review.PressAsync("Escape");
        await Expect(Review.Chosen).ToHaveCountAsync(0);
        await Review.PressAsync("Shift+ArrowRight");
        await Expect(Review.Chosen).ToHaveCountAsync(2);
        await Review.PressAsync("n");
        await Review.SavedAsync();
        Assert.Equal(["ignored", "ignored", "ignored", "ignored", "notAFace", "notAFace"], await StandAsync(0, 2, 4, 6, 12, 14));

        // One press is one action: one undo gives back both.
        await Review.PressAsync("Control+z");
        await Review.SavedAsync();
        Assert.Equal(["ignored", "undecided", "undecided"], await StandAsync(6, 12, 14));

        await Review.PressAsync("Control+a");
        await Expect(Review.Chosen).ToHaveCountAsync(20);
        await Review.PressAsync("Enter");
        await Expect(Review.Page.GetByText("Nothing to review here.")).ToBeVisibleAsync();
        await Review.SavedAsync();
        Assert.Equal(["Ada", "Bob", "Ada", "Bob"], await StandAsync(12, 1, 14, 23));
        Assert.True(Window.Errors.Count == 0, string.Join("\n", Window.Errors));
    }

    [SkippableFact]
    public async Task Wrong_faces_are_clicked_away_and_the_others_of_the_person_confirmed()
    {
        await OpenAsync(12);
        await ClickAsync(Faces[2]);
        await ClickAsync(Faces[8]);
        await Review.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm the other 4 of Ada" }).ClickAsync();
        await Expect(Review.Chosen).ToHaveCountAsync(2);
        await Review.PressAsync("x");
        await Review.SavedAsync();
        Assert.Equal(["Ada", "undecided", "Ada", "Ada", "undecided", "Ada"], await StandAsync(0, 2, 4, 6, 8, 10));
        Assert.Equal(["undecided", "undecided"], await StandAsync(1, 3));

        await Review.Page.GetByRole(AriaRole.Button, new() { Name = "Hide the faces of Bob" }).ClickAsync();
        await Expect(Review.Options).ToHaveCountAsync(0);
        await Review.Page.GetByRole(AriaRole.Button, new() { Name = "Show the faces of Bob" }).ClickAsync();
        await Review.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm all shown" }).ClickAsync();
        await Review.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm 8 faces" }).ClickAsync();
        await Expect(Review.Page.GetByText("Nothing to review here.")).ToBeVisibleAsync();
        Assert.True(Window.Errors.Count == 0, string.Join("\n", Window.Errors));
    }

    [SkippableFact]
    public async Task A_warning_goes_when_the_cursor_does_and_one_other_face_is_called_that()
    {
        await OpenAsync(4);
        // With the candidates read it is known here that there is no third.
        await Expect(Review.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Bob [0-9]+ %$") })).ToBeVisibleAsync();
        await Review.PressAsync("3");
        await Expect(Review.Alert).ToHaveTextAsync("Candidate 3 is not there.");
        await Review.PressAsync("ArrowRight");
        await Expect(Review.Alert).ToBeEmptyAsync();
        await Review.PressAsync("Home", "Space");
        var confirm = Review.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm the other face of Ada" });
        await Expect(confirm).ToHaveTextAsync("Confirm the other face");
        await confirm.ClickAsync();
        await Review.SavedAsync();
        Assert.Equal(["undecided", "Ada"], await StandAsync(0, 2));
        Assert.True(Window.Errors.Count == 0, string.Join("\n", Window.Errors));
    }

    [SkippableFact]
    public async Task On_a_phone_what_can_be_said_of_a_face_takes_two_lines_however_long_the_names()
    {
        await OpenAsync(6, 390, 844);
        const string Long = "Maria Magdalena Wolkenstein-Trostburg of the Upper Valley";
        foreach (var person in (await Server.Client.ReadAsync("people")).GetProperty("items").EnumerateArray())
        {
            var name = $"{Long} {person.GetProperty("name").GetString()}";
            (await Server.Client.PatchAsJsonAsync($"/api/v1/people/{person.GetProperty("id").GetInt64()}", new { name })).EnsureSuccessStatusCode();
        }
        await Review.OpenAsync();
        var bar = Review.Page.GetByRole(AriaRole.Toolbar, new() { Name = "Decide the chosen faces" });
        await Expect(bar.GetByRole(AriaRole.Link, new() { Name = "Why this name?" })).ToBeVisibleAsync();
        await Expect(bar.GetByRole(AriaRole.Button, new() { Name = $"{Long} Ada 99 %", Exact = true })).ToBeVisibleAsync();
        await Expect(bar.GetByRole(AriaRole.Button, new() { Name = $"Not {Long} Ada", Exact = true })).ToBeVisibleAsync();
        await TwoLinesAsync();
        await Review.PressAsync("Shift+ArrowRight");
        await Expect(bar.GetByText("2 faces chosen")).ToBeVisibleAsync();
        await TwoLinesAsync();
        await Review.PressAsync("Control+a");
        await Expect(bar.GetByText("6 faces chosen")).ToBeVisibleAsync();
        await TwoLinesAsync();
        Assert.True(Window.Errors.Count == 0, string.Join("\n", Window.Errors));

        async Task TwoLinesAsync()
        {
            var lines = await bar.EvaluateAsync<int>(
                "bar => new Set([...bar.querySelectorAll('button, a')].map(b => Math.round(b.getBoundingClientRect().top / 8))).size");
            var tooFar = await bar.EvaluateAsync<int>("bar => [...bar.querySelectorAll('button, a')].filter(b => b.getBoundingClientRect().right > "
                + "innerWidth || b.getBoundingClientRect().width < 30).length");
            Assert.Equal((2, 0), (lines, tooFar));
            Assert.False(await Window.ScrollsSidewaysAsync());
        }
    }

    [SkippableFact]
    public async Task The_list_and_the_scripts_are_asked_for_with_the_page_and_only_once()
    {
        await OpenAsync(6);
        // Requests are told on another thread, also while the ones so far are looked at.
        var asked = new System.Collections.Concurrent.ConcurrentQueue<string>();
        Review.Page.Request += (_, request) => asked.Enqueue(new Uri(request.Url).PathAndQuery);
        await Review.OpenAsync("minProbability=0.4");
        await Expect(Review.Options).ToHaveCountAsync(6);
        Assert.Single(asked, a => a == "/api/v1/review/faces?minProbability=0.4");
        var scripts = Directory.GetFiles(Path.Combine(Repository.Root, "wwwroot", "review"), "*.js").Select(f => "/review/" + Path.GetFileName(f))
            .Order().ToList();

        // Each by the address with its content's fingerprint, which may be kept for good, wherever it is imported from.
        var theirs = asked.Where(a => a.StartsWith("/review/", StringComparison.Ordinal) && a.EndsWith(".js", StringComparison.Ordinal));
        Assert.Equal(scripts, theirs.Select(a => Regex.Replace(a, @"\.[a-z0-9]{10}\.js$", ".js")).Order());
        Assert.DoesNotContain(theirs, scripts.Contains);
    }

    [SkippableFact]
    public async Task Filters_are_kept_in_the_address()
    {
        await OpenAsync(24);
        await Review.Page.GetByRole(AriaRole.Combobox, new() { NameRegex = new("^Person") })
            .SelectOptionAsync(new SelectOptionValue { Label = "Bob (12)" });
        await Expect(Review.Options).ToHaveCountAsync(12);
        await Review.Page.GetByLabel("Probability from, %").FillAsync("70");
        await Review.Page.GetByLabel("Probability from, %").PressAsync("Tab");
        await Expect(Review.Options).ToHaveCountAsync(6);
        await Review.Page.GetByLabel("Taken to").FillAsync("2020-01-02");
        await Expect(Review.Options).ToHaveCountAsync(4);
        Assert.Contains("minProbability=0.7&takenTo=2020-01-02", Review.Page.Url, StringComparison.Ordinal);

        await Review.Page.ReloadAsync();
        await Review.ReadyAsync();
        await Expect(Review.Options).ToHaveCountAsync(4);
        await Expect(Review.Page.GetByLabel("Taken to")).ToHaveValueAsync("2020-01-02");
        await Expect(Review.Page.GetByLabel("Probability from, %")).ToHaveValueAsync("70");
        await Review.Page.GetByRole(AriaRole.Button, new() { Name = "Show all" }).ClickAsync();
        await Expect(Review.Options).ToHaveCountAsync(24);
        await Review.OpenAsync("minQuality=0.55&album=7777&maxProbability=0.6");
        await Expect(Review.Page.GetByText("Nothing to review here.")).ToBeVisibleAsync();
        Assert.True(Window.Errors.Count == 0, string.Join("\n", Window.Errors));
    }

    [SkippableFact]
    public async Task A_finger_chooses_by_tapping_and_sees_the_photo_by_pressing_long()
    {
        await OpenAsync(24, 390, 844);
        Assert.False(await Window.ScrollsSidewaysAsync());
        await Review.Face(Faces[2]).TapAsync();
        await Review.Face(Faces[4]).TapAsync();
        await Expect(Review.Chosen).ToHaveCountAsync(2);
        var preview = Review.Page.Locator(".fw-rv-preview");
        await Review.Face(Faces[6])
            .DispatchEventAsync("pointerdown", new { pointerType = "touch", bubbles = true, isPrimary = true, clientX = 10, clientY = 10 });
        await Expect(preview).ToBeVisibleAsync();
        await Review.Face(Faces[6]).DispatchEventAsync("pointerup", new { pointerType = "touch", bubbles = true, isPrimary = true });
        await Expect(preview).ToBeHiddenAsync();
        await Expect(Review.Chosen).ToHaveCountAsync(2);

        await Review.Page.GetByRole(AriaRole.Toolbar).GetByRole(AriaRole.Button, new() { Name = "Ignore" }).TapAsync();
        await Review.SavedAsync();
        Assert.Equal(["undecided", "ignored", "ignored"], await StandAsync(0, 2, 4));
        await Review.Page.GetByRole(AriaRole.Button, new() { Name = "Filters" }).TapAsync();
        await Expect(Review.Page.GetByLabel("Quality from, %")).ToBeVisibleAsync();
        Assert.False(await Window.ScrollsSidewaysAsync());
    }

    [SkippableFact]
    public async Task A_viewer_sees_the_faces_and_no_key_decides()
    {
        await OpenAsync(6);
        await using var viewer = await ViewerAsync();
        var theirs = new ReviewWindow(viewer);
        await theirs.OpenAsync();
        await theirs.PressAsync("Enter", "x", "i", "n", "1", "b", "Control+z");
        await theirs.IsOnAsync(Faces[0]);
        await Expect(theirs.Options).ToHaveCountAsync(6);
        await Expect(theirs.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Confirm") })).ToHaveCountAsync(0);
    }

    private async Task DragAsync(long from, long to)
    {
        var (a, b) = ((await Review.Face(from).BoundingBoxAsync())!, (await Review.Face(to).BoundingBoxAsync())!);
        await Review.Page.Mouse.MoveAsync(a.X + 20, a.Y + 20);
        await Review.Page.Mouse.DownAsync();
        await Review.Page.Mouse.MoveAsync(b.X + 20, b.Y + 20, new() { Steps = 5 });
        await Review.Page.Mouse.UpAsync();
        await LeaveAsync();
    }

    private async Task ClickAsync(long face, LocatorClickOptions? how = null)
    {
        await Review.Face(face).ClickAsync(how);
        await LeaveAsync();
    }

    // Where the mouse rests on a face its photo comes, and these photos have no file.
    private Task LeaveAsync() => Review.Page.Mouse.MoveAsync(2, 2);
}
