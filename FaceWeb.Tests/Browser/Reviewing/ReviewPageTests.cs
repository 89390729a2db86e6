using System.Text.RegularExpressions;
using FaceWeb.Tests.Review;
using ImageMagick;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser.Reviewing;

/// <summary>The review page by keyboard: deciding, naming, undoing; and what becomes of keys when the network or the circuit is away.</summary>
[Collection(LongWorkInChromium.Name)]
public sealed class ReviewPageTests(FaceWebInChromium chromium) : ReviewOfTwoPeople(chromium)
{
    [SkippableFact]
    public async Task Keys_decide_the_face_under_the_cursor_and_undo_puts_the_cursor_back()
    {
        await OpenAsync(12);
        await Expect(Review.Grid).ToBeFocusedAsync();

        // Person by person, the surest first: 0 2 4 ... are Ada, 1 3 5 ... are Bob.
        await Review.IsOnAsync(Faces[0]);
        await Review.PressAsync("Enter");
        await Review.IsOnAsync(Faces[2]);
        await Review.PressAsync("x", "i", "n", "2");
        await Review.IsOnAsync(Faces[10]);
        await Review.PressAsync("ArrowRight");
        await Review.IsOnAsync(Faces[1]);
        await Review.SavedAsync();
        Assert.Equal(["Ada", "undecided", "ignored", "notAFace", "Bob"], await StandAsync(0, 2, 4, 6, 8));

        await Review.PressAsync("Control+z");
        await Review.IsOnAsync(Faces[8]);
        await Expect(Review.Message).ToHaveTextAsync("Undone: confirmed as Bob.");
        await Review.PressAsync("Control+z");
        await Review.IsOnAsync(Faces[6]);
        await Review.SavedAsync();
        Assert.Equal(["ignored", "undecided", "undecided"], await StandAsync(4, 6, 8));

        // After a reload the undo goes on from what the server knows, and says first what that is.
        await Review.Page.ReloadAsync();
        await Review.ReadyAsync();
        await Review.PressAsync("Control+z");
        await Expect(Review.Message)
            .ToHaveTextAsync(new Regex("^Ctrl\\+Z again takes back: Ignored a face, (just now|[0-9]+ minutes? ago), from the review page\\.$"));
        Assert.Equal(["ignored"], await StandAsync(4));
        await Review.PressAsync("Control+z");
        await Expect(Review.Message).ToContainTextAsync("Undone: Ignored a face");
        Assert.Equal(["undecided"], await StandAsync(4));
        Assert.True(Window.Errors.Count == 0, string.Join("\n", Window.Errors));
    }

    [SkippableFact]
    public async Task What_was_undone_is_done_again_until_something_new_is_pressed()
    {
        await OpenAsync(12);
        await Review.PressAsync("Enter", "i", "n");
        await Review.SavedAsync();
        await Review.PressAsync("Control+z", "Control+z", "Control+z");
        await Review.IsOnAsync(Faces[0]);
        await Review.SavedAsync();
        Assert.Equal(["undecided", "undecided", "undecided"], await StandAsync(0, 2, 4));

        // Both keys; the cursor goes on as if the decision had just been made.
        await Review.PressAsync("Control+y");
        await Expect(Review.Message).ToHaveTextAsync("Redone: confirmed as Ada.");
        await Review.IsOnAsync(Faces[2]);
        await Review.PressAsync("Control+Shift+Z");
        await Review.IsOnAsync(Faces[4]);
        await Review.SavedAsync();
        Assert.Equal(["Ada", "ignored", "undecided"], await StandAsync(0, 2, 4));

        // To and fro faster than the server answers.
        await Review.PressAsync("Control+z", "Control+y", "Control+z", "Control+y", "Control+z");
        await Review.IsOnAsync(Faces[2]);
        await Review.SavedAsync();
        Assert.Equal(["Ada", "undecided", "undecided"], await StandAsync(0, 2, 4));

        // Something new: what was undone before is not done again any more.
        await Review.PressAsync("n");
        await Review.IsOnAsync(Faces[4]);
        await Review.PressAsync("Control+y");
        await Expect(Review.Message).ToHaveTextAsync("There is nothing to redo.");
        await Review.SavedAsync();
        Assert.Equal(["Ada", "notAFace", "undecided"], await StandAsync(0, 2, 4));
        Assert.True(Window.Errors.Count == 0, string.Join("\n", Window.Errors));
    }

    [SkippableFact]
    public async Task A_redo_after_a_reload_says_first_what_it_does_and_what_others_said_since_stays()
    {
        await OpenAsync(12);
        await Review.PressAsync("Enter", "i");
        await Review.SavedAsync();
        await Review.PressAsync("Control+z", "Control+z");
        await Review.SavedAsync();
        await Review.Page.ReloadAsync();
        await Review.ReadyAsync();
        await Review.PressAsync("Control+y");
        await Expect(Review.Message)
            .ToHaveTextAsync(new Regex("^Ctrl\\+Y again does again: Named a face, undone (just now|[0-9]+ minutes? ago), from the review page\\.$"));
        Assert.Equal(["undecided", "undecided"], await StandAsync(0, 2));
        await Review.PressAsync("Control+y");
        await Expect(Review.Message).ToHaveTextAsync("Redone: Named a face.");
        await Expect(Review.Face(Faces[0])).ToHaveCountAsync(0);
        Assert.Equal(["Ada", "undecided"], await StandAsync(0, 2));

        // It was done in this visit now: undone at once, and done again at once.
        await Review.PressAsync("Control+z");
        await Expect(Review.Message).ToHaveTextAsync("Undone: Named a face.");
        await Review.PressAsync("Control+y");
        await Expect(Review.Message).ToHaveTextAsync("Redone: Named a face.");

        // The other one has been decided by somebody else meanwhile.
        await Server.UseAsync<FaceWeb.History.Decisions.DecisionService, object>(async service =>
            await service.DecideAsync([new(Faces[2], "notAFace")], new("somebody", "tests")));
        await Review.PressAsync("Control+y");
        await Expect(Review.Message).ToContainTextAsync("Ctrl+Y again does again: Ignored a face");
        await Review.PressAsync("Control+y");
        await Expect(Review.Alert).ToContainTextAsync($"Face {Faces[2]} has been decided or moved otherwise since");
        Assert.Equal(["Ada", "notAFace"], await StandAsync(0, 2));
    }

    [SkippableFact]
    public async Task What_was_undone_and_done_again_while_the_network_was_away_is_saved_when_it_is_back()
    {
        await OpenAsync(12);
        await Review.Page.RouteAsync("**/api/v1/review/decisions", route => route.AbortAsync("connectionreset"));
        await Review.PressAsync("Enter", "i");
        await Expect(Review.Page.GetByText("2 decisions wait here and are kept")).ToBeVisibleAsync();
        await Review.PressAsync("Control+z", "Control+z", "Control+y");
        await Review.IsOnAsync(Faces[2]);
        await Review.Page.UnrouteAsync("**/api/v1/review/decisions");
        await Review.SavedAsync();
        Assert.Equal(["Ada", "undecided"], await StandAsync(0, 2));
        await Review.PressAsync("Control+y");
        await Review.IsOnAsync(Faces[4]);
        await Review.SavedAsync();
        Assert.Equal(["Ada", "ignored"], await StandAsync(0, 2));
    }

    [SkippableFact]
    public async Task Who_has_two_windows_open_is_told_that_it_was_they_in_the_other()
    {
        await OpenAsync(12);
        var page = await Review.Page.Context.NewPageAsync();
        await page.GotoAsync("/review");
        await page.Locator("#review-grid[data-ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.Keyboard.PressAsync("Enter");
        await Expect(Review.Face(Faces[0])).ToHaveAttributeAsync("aria-label", new Regex("Ada: said by you in another window"));
        await Review.PressAsync("i");
        await Expect(Review.Alert)
            .ToContainTextAsync("You, in another window, have decided this face meanwhile (Ada: said by you in another window): that was kept.");
        Assert.Equal(["Ada"], await StandAsync(0));
    }

    [SkippableFact]
    public async Task A_digit_pressed_before_the_candidates_are_read_means_that_candidate_all_the_same()
    {
        await OpenAsync(6);
        var late = new TaskCompletionSource();
        await Review.Page.RouteAsync("**/api/v1/review/details**", async route =>
        {
            await late.Task;
            await route.ContinueAsync();
        });
        await Review.OpenAsync();
        await Review.PressAsync("2", "3");
        await Review.IsOnAsync(Faces[4]);
        late.SetResult();
        await Review.SavedAsync();
        Assert.Equal(["Bob", "undecided"], await StandAsync(0, 2));
        await Expect(Review.Alert).ToContainTextAsync("There is no candidate 3 for this face");
        await Expect(Review.Face(Faces[2])).ToBeVisibleAsync();
        await Review.IsOnAsync(Faces[4]);
    }

    [SkippableFact]
    public async Task A_rejected_face_comes_back_under_the_next_name()
    {
        await OpenAsync(6);
        await Review.PressAsync("x");
        await Expect(Review.Face(Faces[0])).ToHaveAttributeAsync("aria-label", new Regex("^Bob, "));
        await Review.IsOnAsync(Faces[2]);
    }

    [SkippableFact]
    public async Task Letters_open_the_name_field_with_the_letter_in_it_and_capitals_begin_names_that_commands_would_take()
    {
        await OpenAsync(6);
        await Review.PressAsync("c");
        await Expect(Review.NameField).ToBeFocusedAsync();
        await Expect(Review.NameField).ToHaveValueAsync("c");
        await Review.Page.Keyboard.TypeAsync("arla Newcomer");
        await Review.PressAsync("Enter");
        await Expect(Review.NameField).ToBeHiddenAsync();
        await Review.IsOnAsync(Faces[2]);

        await Review.PressAsync("Shift+X");
        await Expect(Review.NameField).ToHaveValueAsync("X");
        await Review.PressAsync("Escape");
        await Expect(Review.NameField).ToBeHiddenAsync();
        await Expect(Review.Grid).ToBeFocusedAsync();

        await Review.PressAsync("Shift+N");
        await Expect(Review.NameField).ToHaveValueAsync("N");
        await Review.Page.Keyboard.TypeAsync("ina");
        await Review.PressAsync("Enter");
        await Review.IsOnAsync(Faces[4]);
        await Review.SavedAsync();
        Assert.Equal(["carla Newcomer", "Nina"], await StandAsync(0, 2));

        await Review.PressAsync("?");
        await Expect(Review.Page.GetByText("another face; with Shift: choose a range")).ToBeVisibleAsync();
        Assert.True(Window.Errors.Count == 0, string.Join("\n", Window.Errors));
    }

    [SkippableFact]
    public async Task What_was_pressed_while_the_network_was_away_is_saved_by_the_reloaded_page()
    {
        await OpenAsync(12);
        await Review.Page.RouteAsync("**/api/v1/review/decisions", route => route.AbortAsync("connectionreset"));
        await Review.PressAsync("Enter", "i", "n");
        await Expect(Review.Page.GetByText("3 decisions wait here and are kept")).ToBeVisibleAsync();
        Assert.Equal(["undecided", "undecided", "undecided"], await StandAsync(0, 2, 4));

        // Chromium asks before it leaves a page that could not save.
        Review.Page.Dialog += (_, dialog) => dialog.AcceptAsync();
        await Review.Page.UnrouteAsync("**/api/v1/review/decisions");
        await Review.Page.ReloadAsync();
        await Review.ReadyAsync();
        await Review.SavedAsync();
        await Expect(Review.Options).ToHaveCountAsync(9);
        Assert.Equal(["Ada", "ignored", "notAFace"], await StandAsync(0, 2, 4));
    }

    [SkippableFact]
    public async Task Keys_are_saved_while_the_circuit_is_away_and_others_are_seen_when_it_is_back()
    {
        await OpenAsync(12);
        await Review.Page.EvaluateAsync("() => Blazor._internal.forceCloseConnection()");
        await Review.PressAsync("Enter", "i");
        await Review.SavedAsync();
        Assert.Equal(["Ada", "ignored"], await StandAsync(0, 2));
        await Server.UseAsync<FaceWeb.History.Decisions.DecisionService, object>(async service =>
            await service.DecideAsync([new(Faces[11], "ignored")], new("somebody", "tests")));
        await Expect(Review.Face(Faces[11])).ToHaveAttributeAsync("aria-label", new Regex("Ignored meanwhile"), new() { Timeout = 20_000 });
    }

    [SkippableFact]
    public async Task A_name_that_cannot_be_taken_brings_the_face_back_with_a_sentence()
    {
        await OpenAsync(6);
        await Server.NewPersonAsync("Twin");
        await Server.NewPersonAsync("Twin");
        await Review.Page.RouteAsync("**/api/v1/review/decisions", async route =>
            await route.ContinueAsync(new()
            {
                PostData = System.Text.Encoding.UTF8.GetBytes(route.Request.PostData!.Replace(
                "\"decision\":\"ignored\"", "\"decision\":\"confirmed\",\"personName\":\"Twin\"", StringComparison.Ordinal))
            }));
        await Review.PressAsync("i");
        await Expect(Review.Alert).ToContainTextAsync("2 people are called Twin");
        await Expect(Review.Face(Faces[0])).ToBeVisibleAsync();
        await Review.IsOnAsync(Faces[2]);
    }
}
