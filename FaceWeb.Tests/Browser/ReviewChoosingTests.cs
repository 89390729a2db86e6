using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser;

/// <summary>The review page by mouse and finger: choosing ranges, leaving out wrong faces, filters; and what a viewer sees.</summary>
[Collection(TestsInChromium.Name)]
public sealed class ReviewChoosingTests(FaceWebInChromium chromium) : ReviewOfTwoPeople(chromium)
{
    [SkippableFact]
    public async Task Ranges_are_chosen_by_shift_click_dragging_and_keys_and_decided_together_in_one_action()
    {
        await OpenAsync(24);
        await Review.Face(Faces[0]).ClickAsync();
        await Review.Face(Faces[6]).ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
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
        await Review.Face(Faces[2]).ClickAsync();
        await Review.Face(Faces[8]).ClickAsync();
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
    public async Task The_list_and_the_scripts_are_asked_for_with_the_page_and_only_once()
    {
        await OpenAsync(6);
        // Requests are told on another thread, also while the ones so far are looked at.
        var asked = new System.Collections.Concurrent.ConcurrentQueue<string>();
        Review.Page.Request += (_, request) => asked.Enqueue(new Uri(request.Url).PathAndQuery);
        await Review.OpenAsync("minProbability=0.4");
        await Expect(Review.Options).ToHaveCountAsync(6);
        Assert.Single(asked, a => a == "/api/v1/review/faces?minProbability=0.4");
        var scripts = Directory.GetFiles(Path.Combine(Repository.Root, "wwwroot", "review"), "*.js").Select(f => "/review/" + Path.GetFileName(f)).Order().ToList();
        Assert.Equal(scripts, asked.Where(a => a.StartsWith("/review/", StringComparison.Ordinal)).Order());
    }

    [SkippableFact]
    public async Task Filters_are_kept_in_the_address()
    {
        await OpenAsync(24);
        await Review.Page.GetByRole(AriaRole.Combobox, new() { NameRegex = new("^Person") }).SelectOptionAsync(new SelectOptionValue { Label = "Bob (12)" });
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
        await Review.Face(Faces[6]).DispatchEventAsync("pointerdown", new { pointerType = "touch", bubbles = true, isPrimary = true, clientX = 10, clientY = 10 });
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
    }
}
