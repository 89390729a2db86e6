using FaceWeb.Tests.Imaging;
using FaceWeb.Tests.Review;
using ImageMagick;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser;

/// <summary>The review page by keyboard, mouse and finger, on a FaceWeb of its own with faces of two people.</summary>
[Collection(TestsInChromium.Name)]
public sealed class ReviewPageTests(FaceWebInChromium chromium) : IAsyncLifetime
{
    private static readonly byte[] Crop = TestPictures.Quarters().ToByteArray(MagickFormat.Jpeg);

    private RunningFaceWeb faceWeb = null!;
    private BrowserWindow window = null!;
    private ReviewWindow review = null!;
    private long[] faces = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (window is not null)
            await window.DisposeAsync();
        if (faceWeb is not null)
            await faceWeb.DisposeAsync();
    }

    [SkippableFact]
    public async Task Keys_decide_the_face_under_the_cursor_and_undo_puts_the_cursor_back()
    {
        await OpenAsync(12);
        await Expect(review.Grid).ToBeFocusedAsync();

        // Person by person, the surest first: 0 2 4 ... are Ada, 1 3 5 ... are Bob.
        await review.IsOnAsync(faces[0]);
        await review.PressAsync("Enter");
        await review.IsOnAsync(faces[2]);
        await review.PressAsync("x", "i", "n", "2");
        await review.IsOnAsync(faces[10]);
        await review.PressAsync("ArrowRight");
        await review.IsOnAsync(faces[1]);
        await review.SavedAsync();
        Assert.Equal(["Ada", "undecided", "ignored", "notAFace", "Bob"], await StandAsync(0, 2, 4, 6, 8));

        await review.PressAsync("Control+z");
        await review.IsOnAsync(faces[8]);
        await Expect(review.Message).ToHaveTextAsync("Undone: confirmed as Bob.");
        await review.PressAsync("Control+z");
        await review.IsOnAsync(faces[6]);
        await review.SavedAsync();
        Assert.Equal(["ignored", "undecided", "undecided"], await StandAsync(4, 6, 8));

        // After a reload the undo goes on from what the server knows.
        await review.Page.ReloadAsync();
        await review.ReadyAsync();
        await review.PressAsync("Control+z");
        await Expect(review.Message).ToContainTextAsync("Undone: Ignored a face");
        Assert.Equal(["undecided"], await StandAsync(4));
        Assert.True(window.Errors.Count == 0, string.Join("\n", window.Errors));
    }

    [SkippableFact]
    public async Task A_digit_pressed_before_the_candidates_are_read_means_that_candidate_all_the_same()
    {
        await OpenAsync(6);
        var late = new TaskCompletionSource();
        await review.Page.RouteAsync("**/api/v1/review/details**", async route =>
        {
            await late.Task;
            await route.ContinueAsync();
        });
        await review.OpenAsync();
        await review.PressAsync("2", "3");
        await review.IsOnAsync(faces[4]);
        late.SetResult();
        await review.SavedAsync();
        Assert.Equal(["Bob", "undecided"], await StandAsync(0, 2));
        await Expect(review.Alert).ToContainTextAsync("There is no candidate 3 for this face");
        await Expect(review.Face(faces[2])).ToBeVisibleAsync();
        await review.IsOnAsync(faces[4]);
    }

    [SkippableFact]
    public async Task A_rejected_face_comes_back_under_the_next_name()
    {
        await OpenAsync(6);
        await review.PressAsync("x");
        await Expect(review.Face(faces[0])).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("^Bob, "));
        await review.IsOnAsync(faces[2]);
    }

    [SkippableFact]
    public async Task Letters_open_the_name_field_with_the_letter_in_it_and_capitals_begin_names_that_commands_would_take()
    {
        await OpenAsync(6);
        await review.PressAsync("c");
        await Expect(review.NameField).ToBeFocusedAsync();
        await Expect(review.NameField).ToHaveValueAsync("c");
        await review.Page.Keyboard.TypeAsync("arla Newcomer");
        await review.PressAsync("Enter");
        await Expect(review.NameField).ToBeHiddenAsync();
        await review.IsOnAsync(faces[2]);

        await review.PressAsync("Shift+X");
        await Expect(review.NameField).ToHaveValueAsync("X");
        await review.PressAsync("Escape", "Escape");
        await Expect(review.NameField).ToBeHiddenAsync();
        await Expect(review.Grid).ToBeFocusedAsync();

        await review.PressAsync("Shift+N");
        await Expect(review.NameField).ToHaveValueAsync("N");
        await review.Page.Keyboard.TypeAsync("ina");
        await review.PressAsync("Enter");
        await review.IsOnAsync(faces[4]);
        await review.SavedAsync();
        Assert.Equal(["carla Newcomer", "Nina"], await StandAsync(0, 2));

        await review.PressAsync("?");
        await Expect(review.Page.GetByText("another face; with Shift: choose a range")).ToBeVisibleAsync();
        Assert.True(window.Errors.Count == 0, string.Join("\n", window.Errors));
    }

    [SkippableFact]
    public async Task Ranges_are_chosen_by_shift_click_dragging_and_keys_and_decided_together_in_one_action()
    {
        await OpenAsync(24);
        await review.Face(faces[0]).ClickAsync();
        await review.Face(faces[6]).ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await Expect(review.Chosen).ToHaveCountAsync(4);
        await review.PressAsync("i");
        await Expect(review.Chosen).ToHaveCountAsync(0);
        await review.IsOnAsync(faces[8]);

        await DragAsync(faces[8], faces[12]);
        await Expect(review.Chosen).ToHaveCountAsync(3);
        await review.PressAsync("Escape");
        await Expect(review.Chosen).ToHaveCountAsync(0);
        await review.PressAsync("Shift+ArrowRight");
        await Expect(review.Chosen).ToHaveCountAsync(2);
        await review.PressAsync("n");
        await review.SavedAsync();
        Assert.Equal(["ignored", "ignored", "ignored", "ignored", "notAFace", "notAFace"], await StandAsync(0, 2, 4, 6, 12, 14));

        // One press is one action: one undo gives back both.
        await review.PressAsync("Control+z");
        await review.SavedAsync();
        Assert.Equal(["ignored", "undecided", "undecided"], await StandAsync(6, 12, 14));

        await review.PressAsync("Control+a");
        await Expect(review.Chosen).ToHaveCountAsync(20);
        await review.PressAsync("Enter");
        await Expect(review.Page.GetByText("Nothing to review here.")).ToBeVisibleAsync();
        await review.SavedAsync();
        Assert.Equal(["Ada", "Bob", "Ada", "Bob"], await StandAsync(12, 1, 14, 23));
        Assert.True(window.Errors.Count == 0, string.Join("\n", window.Errors));
    }

    [SkippableFact]
    public async Task Wrong_faces_are_clicked_away_and_the_others_of_the_person_confirmed()
    {
        await OpenAsync(12);
        await review.Face(faces[2]).ClickAsync();
        await review.Face(faces[8]).ClickAsync();
        await review.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm the other 4 of Ada" }).ClickAsync();
        await Expect(review.Chosen).ToHaveCountAsync(2);
        await review.PressAsync("x");
        await review.SavedAsync();
        Assert.Equal(["Ada", "undecided", "Ada", "Ada", "undecided", "Ada"], await StandAsync(0, 2, 4, 6, 8, 10));
        Assert.Equal(["undecided", "undecided"], await StandAsync(1, 3));

        await review.Page.GetByRole(AriaRole.Button, new() { Name = "Hide the faces of Bob" }).ClickAsync();
        await Expect(review.Options).ToHaveCountAsync(0);
        await review.Page.GetByRole(AriaRole.Button, new() { Name = "Show the faces of Bob" }).ClickAsync();
        await review.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm all shown" }).ClickAsync();
        await review.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm 8 faces" }).ClickAsync();
        await Expect(review.Page.GetByText("Nothing to review here.")).ToBeVisibleAsync();
        Assert.True(window.Errors.Count == 0, string.Join("\n", window.Errors));
    }

    [SkippableFact]
    public async Task The_list_and_the_scripts_are_asked_for_with_the_page_and_only_once()
    {
        await OpenAsync(6);
        var asked = new List<string>();
        review.Page.Request += (_, request) => asked.Add(new Uri(request.Url).PathAndQuery);
        await review.OpenAsync("minProbability=0.4");
        await Expect(review.Options).ToHaveCountAsync(6);
        Assert.Single(asked, a => a == "/api/v1/review/faces?minProbability=0.4");
        var scripts = Directory.GetFiles(Path.Combine(Repository.Root, "wwwroot", "review"), "*.js").Select(f => "/review/" + Path.GetFileName(f)).Order().ToList();
        Assert.Equal(scripts, asked.Where(a => a.StartsWith("/review/", StringComparison.Ordinal)).Order());
    }

    [SkippableFact]
    public async Task Filters_are_kept_in_the_address()
    {
        await OpenAsync(24);
        await review.Page.GetByRole(AriaRole.Combobox, new() { NameRegex = new("^Person") }).SelectOptionAsync(new SelectOptionValue { Label = "Bob (12)" });
        await Expect(review.Options).ToHaveCountAsync(12);
        await review.Page.GetByLabel("Probability from, %").FillAsync("70");
        await review.Page.GetByLabel("Probability from, %").PressAsync("Tab");
        await Expect(review.Options).ToHaveCountAsync(6);
        await review.Page.GetByLabel("Taken to").FillAsync("2020-01-02");
        await Expect(review.Options).ToHaveCountAsync(4);
        Assert.Contains("minProbability=0.7&takenTo=2020-01-02", review.Page.Url, StringComparison.Ordinal);

        await review.Page.ReloadAsync();
        await review.ReadyAsync();
        await Expect(review.Options).ToHaveCountAsync(4);
        await Expect(review.Page.GetByLabel("Taken to")).ToHaveValueAsync("2020-01-02");
        await Expect(review.Page.GetByLabel("Probability from, %")).ToHaveValueAsync("70");
        await review.Page.GetByRole(AriaRole.Button, new() { Name = "Show all" }).ClickAsync();
        await Expect(review.Options).ToHaveCountAsync(24);
        await review.OpenAsync("minQuality=0.55&album=7777&maxProbability=0.6");
        await Expect(review.Page.GetByText("Nothing to review here.")).ToBeVisibleAsync();
        Assert.True(window.Errors.Count == 0, string.Join("\n", window.Errors));
    }

    [SkippableFact]
    public async Task What_was_pressed_while_the_network_was_away_is_saved_by_the_reloaded_page()
    {
        await OpenAsync(12);
        await review.Page.RouteAsync("**/api/v1/review/decisions", route => route.AbortAsync("connectionreset"));
        await review.PressAsync("Enter", "i", "n");
        await Expect(review.Page.GetByText("3 decisions wait here and are kept")).ToBeVisibleAsync();
        Assert.Equal(["undecided", "undecided", "undecided"], await StandAsync(0, 2, 4));

        // Chromium asks before it leaves a page that could not save.
        review.Page.Dialog += (_, dialog) => dialog.AcceptAsync();
        await review.Page.UnrouteAsync("**/api/v1/review/decisions");
        await review.Page.ReloadAsync();
        await review.ReadyAsync();
        await review.SavedAsync();
        await Expect(review.Options).ToHaveCountAsync(9);
        Assert.Equal(["Ada", "ignored", "notAFace"], await StandAsync(0, 2, 4));
    }

    [SkippableFact]
    public async Task Keys_are_saved_while_the_circuit_is_away_and_others_are_seen_when_it_is_back()
    {
        await OpenAsync(12);
        await review.Page.EvaluateAsync("() => Blazor._internal.forceCloseConnection()");
        await review.PressAsync("Enter", "i");
        await review.SavedAsync();
        Assert.Equal(["Ada", "ignored"], await StandAsync(0, 2));
        await faceWeb.UseAsync<FaceWeb.Review.ReviewService, object>(async service =>
            await service.DecideAsync([new(faces[11], "ignored")], new("somebody", "tests")));
        await Expect(review.Face(faces[11])).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("Ignored meanwhile"), new() { Timeout = 20_000 });
    }

    [SkippableFact]
    public async Task A_name_that_cannot_be_taken_brings_the_face_back_with_a_sentence()
    {
        await OpenAsync(6);
        await faceWeb.NewPersonAsync("Twin");
        await faceWeb.NewPersonAsync("Twin");
        await review.Page.RouteAsync("**/api/v1/review/decisions", async route =>
            await route.ContinueAsync(new() { PostData = System.Text.Encoding.UTF8.GetBytes(route.Request.PostData!.Replace("\"decision\":\"ignored\"", "\"decision\":\"confirmed\",\"personName\":\"Twin\"", StringComparison.Ordinal)) }));
        await review.PressAsync("i");
        await Expect(review.Alert).ToContainTextAsync("2 people are called Twin");
        await Expect(review.Face(faces[0])).ToBeVisibleAsync();
        await review.IsOnAsync(faces[2]);
    }

    [SkippableFact]
    public async Task A_finger_chooses_by_tapping_and_sees_the_photo_by_pressing_long()
    {
        await OpenAsync(24, 390, 844);
        Assert.False(await window.ScrollsSidewaysAsync());
        await review.Face(faces[2]).TapAsync();
        await review.Face(faces[4]).TapAsync();
        await Expect(review.Chosen).ToHaveCountAsync(2);
        var preview = review.Page.Locator(".fw-rv-preview");
        await review.Face(faces[6]).DispatchEventAsync("pointerdown", new { pointerType = "touch", bubbles = true, isPrimary = true, clientX = 10, clientY = 10 });
        await Expect(preview).ToBeVisibleAsync();
        await review.Face(faces[6]).DispatchEventAsync("pointerup", new { pointerType = "touch", bubbles = true, isPrimary = true });
        await Expect(preview).ToBeHiddenAsync();
        await Expect(review.Chosen).ToHaveCountAsync(2);

        await review.Page.GetByRole(AriaRole.Toolbar).GetByRole(AriaRole.Button, new() { Name = "Ignore" }).TapAsync();
        await review.SavedAsync();
        Assert.Equal(["undecided", "ignored", "ignored"], await StandAsync(0, 2, 4));
        await review.Page.GetByRole(AriaRole.Button, new() { Name = "Filters" }).TapAsync();
        await Expect(review.Page.GetByLabel("Quality from, %")).ToBeVisibleAsync();
        Assert.False(await window.ScrollsSidewaysAsync());
    }

    [SkippableFact]
    public async Task A_viewer_sees_the_faces_and_no_key_decides()
    {
        await OpenAsync(6);
        await using var viewer = await ViewerAsync();
        var theirs = new ReviewWindow(viewer);
        await theirs.OpenAsync();
        await theirs.PressAsync("Enter", "x", "i", "n", "1", "b", "Control+z");
        await theirs.IsOnAsync(faces[0]);
        await Expect(theirs.Options).ToHaveCountAsync(6);
        await Expect(theirs.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Confirm") })).ToHaveCountAsync(0);
    }

    private async Task<BrowserWindow> ViewerAsync()
    {
        await faceWeb.NewUserAsync("viewer@example.org", "a long enough password", Accounts.Roles.Viewer);
        var viewer = await chromium.OpenOnAsync(faceWeb.Address);
        await viewer.SignInAsync("viewer@example.org", "a long enough password");
        return viewer;
    }

    private async Task OpenAsync(int count, int width = 1280, int height = 800)
    {
        await chromium.StartOrSkipAsync();
        faceWeb = await RunningFaceWeb.StartAsync();
        var people = new[] { await faceWeb.NewPersonAsync("Ada"), await faceWeb.NewPersonAsync("Bob") };
        window = await chromium.OpenOnAsync(faceWeb.Address, width, height);
        await window.SignInAsync();

        // Their photos have no files: written after the page of albums, which would show their covers.
        faces = await SuggestedFaces.WriteAsync(faceWeb, count, people, [Crop]);
        review = new ReviewWindow(window);
        await review.OpenAsync();
    }

    private async Task<string[]> StandAsync(params int[] which)
    {
        var found = new List<string>();
        foreach (var i in which)
            found.Add(await faceWeb.StandsAsync(faces[i]));
        return [.. found];
    }

    private async Task DragAsync(long from, long to)
    {
        var (a, b) = ((await review.Face(from).BoundingBoxAsync())!, (await review.Face(to).BoundingBoxAsync())!);
        await review.Page.Mouse.MoveAsync(a.X + 20, a.Y + 20);
        await review.Page.Mouse.DownAsync();
        await review.Page.Mouse.MoveAsync(b.X + 20, b.Y + 20, new() { Steps = 5 });
        await review.Page.Mouse.UpAsync();
    }
}
