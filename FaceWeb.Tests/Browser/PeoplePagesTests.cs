using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser;

/// <summary>
/// The people's pages: found, merged, proposed as the same, split, with ages and history; on a FaceWeb of its own with photos of LFW.
/// </summary>
[Collection(TestsInChromium.Name)]
public sealed class PeoplePagesTests(FaceWebInChromium chromium)
{
    [SkippableFact]
    public async Task People_are_found_merged_with_a_choice_and_answered_as_same_or_different()
    {
        var folders = LfwPeople.OrSkip(3, 6);
        await chromium.StartOrSkipAsync();
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        var photos = await LfwPeople.UploadAsync(client, folders, 6);
        var ann = await LfwPeople.NameAsync(client, "Ann", photos[0].Take(4));
        var anne = await LfwPeople.NameAsync(client, "Anne", photos[0].Skip(4));
        var bob = await LfwPeople.NameAsync(client, "Bob", photos[1].Take(3));
        var robert = await LfwPeople.NameAsync(client, "Robert", photos[1].Skip(3));
        await LfwPeople.NameAsync(client, "Carl", photos[2]);

        await using var window = await chromium.OpenOnAsync(faceWeb.Address);
        await window.SignInAsync();
        var page = window.Page;
        await page.GotoAsync("/people");
        await Expect(page.GetByText("5 people")).ToBeVisibleAsync();
        await page.GetByLabel("Find").FillAsync("ann");
        await Expect(page.GetByText("2 people")).ToBeVisibleAsync();
        await page.GetByLabel("Find").FillAsync("");
        await Expect(page.GetByText("5 people")).ToBeVisibleAsync();
        await page.GetByLabel("Order").SelectOptionAsync("MostFaces");
        await Expect(page.GetByRole(AriaRole.Listitem).First).ToContainTextAsync("Carl");

        // Same person: the pair that is most alike first, by keyboard.
        await page.GetByRole(AriaRole.Link, new() { Name = "Same person? (2)" }).ClickAsync();
        await window.Heading("Is this the same person?").WaitForAsync();
        var pair = page.GetByRole(AriaRole.Group, new() { NameRegex = new("press S for the same person") });
        await Expect(pair).ToBeFocusedAsync();
        var firstIsAnn = (await pair.GetAttributeAsync("aria-label"))!.Contains("Ann", StringComparison.Ordinal);
        await page.Keyboard.PressAsync("d");
        await Expect(page.GetByText("Remembered: two people.")).ToBeVisibleAsync();
        await Expect(page.GetByText("1 pair to answer")).ToBeVisibleAsync();
        await Expect(pair).ToBeFocusedAsync();
        await page.GetByLabel("Name to keep").SelectOptionAsync(firstIsAnn ? "Robert" : "Anne");
        await page.GetByRole(AriaRole.Button, new() { Name = "Same person (S)" }).ClickAsync();
        await Expect(page.GetByText(firstIsAnn ? "Merged into Robert." : "Merged into Anne.")).ToBeVisibleAsync();
        await Expect(page.GetByText("Nobody looks like somebody else")).ToBeVisibleAsync();
        await Expect(window.Heading("Is this the same person?")).ToBeFocusedAsync();

        // The two who were told apart are merged by selecting after all, and the smaller one is kept.
        var (large, small) = firstIsAnn ? ("Ann", "Anne") : ("Bob", "Robert");
        var kept = firstIsAnn ? anne : robert;
        await page.GotoAsync("/people");
        // Selecting the first moves nothing: the next click is where the second one stood.
        var other = page.GetByRole(AriaRole.Checkbox, new() { NameRegex = new($"^Select {small},") });
        var place = (await other.BoundingBoxAsync())!;
        await page.GetByRole(AriaRole.Checkbox, new() { NameRegex = new($"^Select {large},") }).CheckAsync(new() { Force = true });
        await Expect(page.GetByRole(AriaRole.Toolbar, new() { Name = "Selected people" })).ToBeInViewportAsync();
        var then = (await other.BoundingBoxAsync())!;
        Assert.Equal((place.X, place.Y), (then.X, then.Y));
        await other.CheckAsync(new() { Force = true });
        await page.GetByRole(AriaRole.Button, new() { Name = "Merge 2 people" }).ClickAsync();
        await page.GetByRole(AriaRole.Radio, new() { NameRegex = new($"{small} ?[0-9]") }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Merge", Exact = true }).ClickAsync();
        await Expect(page.GetByText($"Merged 2 people into {small}.")).ToBeVisibleAsync();
        Assert.Equal(6, (await client.ReadAsync($"people/{kept}")).GetProperty("faces").GetInt32());
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo: Merged a person into another" }).ClickAsync();
        await Expect(page.GetByText("Undone: Merged a person into another.")).ToBeVisibleAsync();
        Assert.Equal(firstIsAnn ? 4 : 3, (await client.ReadAsync($"people/{(firstIsAnn ? ann : bob)}")).GetProperty("faces").GetInt32());
        Assert.Empty(window.Errors);
    }

    [SkippableFact]
    public async Task The_focus_stays_among_the_faces_while_two_decide_a_persons_faces_at_once()
    {
        var folders = LfwPeople.OrSkip(1, 8);
        await chromium.StartOrSkipAsync();
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        var photos = await LfwPeople.UploadAsync(client, folders, 8);
        var person = await LfwPeople.NameAsync(client, "Ann", photos[0].Take(3));

        await using var mine = await chromium.OpenOnAsync(faceWeb.Address);
        await mine.SignInAsync();
        await mine.Page.GotoAsync($"/people/{person}");
        await using var theirs = await chromium.OpenOnAsync(faceWeb.Address);
        await theirs.SignInAsync();
        await theirs.Page.GotoAsync($"/people/{person}");
        var no = mine.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^No, face [0-9]+ is not Ann$") });
        await Expect(no.Nth(2)).ToBeVisibleAsync();
        var labels = new List<string>();
        foreach (var button in await no.AllAsync())
            labels.Add((await button.GetAttributeAsync("aria-label"))!);

        // My own answer, then one by the other: the next face's button, the same of its two, has the focus.
        await no.First.PressAsync("Enter");
        await Expect(Mine(labels[1])).ToBeFocusedAsync();
        await theirs.Page.GetByRole(AriaRole.Button, new()
        {
            Name = labels[1].Replace("No,", "Yes,", StringComparison.Ordinal)
            .Replace("is not", "is", StringComparison.Ordinal)
        }).ClickAsync();
        await Expect(Mine(labels[1])).ToHaveCountAsync(0);
        await Expect(no.And(mine.Page.Locator(":focus"))).ToHaveCountAsync(1);
        await theirs.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Confirm ") }).ClickAsync();
        await Expect(no).ToHaveCountAsync(0);
        await Expect(mine.Heading("Ann")).ToBeFocusedAsync();

        // "Not Ann" by its button and by its key; with no face left the heading has the focus.
        var list = mine.Page.GetByRole(AriaRole.Listbox, new() { Name = "Confirmed faces of Ann" });
        await list.GetByRole(AriaRole.Option).First.ClickAsync();
        await mine.Page.GetByRole(AriaRole.Button, new() { Name = "Not Ann" }).ClickAsync();
        await Expect(mine.Page.GetByRole(AriaRole.Toolbar, new() { Name = "Selected faces" })).ToHaveCountAsync(0);
        await Expect(list).ToBeFocusedAsync();
        await mine.Page.Keyboard.PressAsync("Control+a");
        await mine.Page.GetByRole(AriaRole.Button, new() { Name = "Not Ann" }).ClickAsync();
        await Expect(list.GetByRole(AriaRole.Option)).ToHaveCountAsync(0);
        await Expect(mine.Heading("Ann")).ToBeFocusedAsync();
        Assert.Empty(mine.Errors);
        Assert.Empty(theirs.Errors);

        ILocator Mine(string label) => mine.Page.GetByRole(AriaRole.Button, new() { Name = label, Exact = true });
    }

    [SkippableFact]
    public async Task A_persons_wrong_faces_stand_first_and_go_to_another_of_the_same_name_and_the_history_says_so()
    {
        var folders = LfwPeople.OrSkip(3, 6);
        await chromium.StartOrSkipAsync();
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        var photos = await LfwPeople.UploadAsync(client, folders, 6);
        var person = await LfwPeople.NameAsync(client, "Alex", [.. photos[0], .. photos[1].Take(2)]);

        await using var window = await chromium.OpenOnAsync(faceWeb.Address);
        await window.SignInAsync();
        var page = window.Page;
        await page.GotoAsync($"/people/{person}");
        await Expect(page.GetByText("These 2 faces look like another person.")).ToBeVisibleAsync();
        await page.GetByLabel("Order").SelectOptionAsync("LeastFittingFirst");
        var list = page.GetByRole(AriaRole.Listbox, new() { Name = "Confirmed faces of Alex" });
        await Expect(list.GetByRole(AriaRole.Option).First)
            .ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("fits -?0\\.[0-3]"));

        // The two wrong ones, by click and Shift-click, become another Alex.
        await list.GetByRole(AriaRole.Option).Nth(0).ClickAsync();
        await list.GetByRole(AriaRole.Option).Nth(1).ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await page.GetByRole(AriaRole.Button, new() { Name = "Somebody else…" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "Person" })).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Alex");
        await page.GetByRole(AriaRole.Option, new() { Name = "Create “Alex”" }).WaitForAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("2 faces went to Alex.").First).ToBeVisibleAsync();
        await Expect(list.GetByRole(AriaRole.Option)).ToHaveCountAsync(6);
        await Expect(page.GetByText("look like another person")).ToHaveCountAsync(0);
        var history = page.GetByRole(AriaRole.List, new() { Name = "History" });
        await Expect(history.GetByText("2 faces went to Alex.")).ToBeVisibleAsync();
        await Expect(history.GetByText($"{RunningFaceWeb.Email} · from the person page")).ToBeVisibleAsync();

        // What was done elsewhere, to somebody else, is undone from here only on demand.
        var stranger = (await client.ReadAsync($"photos/{photos[2][0]}")).GetProperty("faces")[0].GetProperty("id").GetInt64();
        await client.PostAsync("faces/decisions", new { items = new[] { new { faceId = stranger, decision = "ignored" } } });
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo: Ignored a face" }).ClickAsync();
        var asked = page.GetByRole(AriaRole.Dialog);
        await Expect(asked).ToContainTextAsync("Undo something that is not about Alex?");
        await Expect(asked).ToContainTextAsync("Ignored a face, ");
        await asked.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(asked).ToHaveCountAsync(0);
        Assert.Equal("ignored", (await client.ReadAsync($"faces/{stranger}")).GetProperty("decision").GetString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo: Ignored a face" }).ClickAsync();
        await asked.GetByRole(AriaRole.Button, new() { Name = "Undo", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Undone: Ignored a face.")).ToBeVisibleAsync();
        Assert.Equal("undecided", (await client.ReadAsync($"faces/{stranger}")).GetProperty("decision").GetString());

        // A birth date is a date field; the lists tell the two apart by it.
        await page.GetByRole(AriaRole.Button, new() { Name = "More for this person" }).ClickAsync();
        await page.GetByText("Birth date", new() { Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await Expect(page.Locator(".mud-popover-open")).ToHaveCountAsync(0);
        await page.GetByLabel("Birth date").FillAsync("1984-05-17");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByText("born 17 May 1984")).ToBeVisibleAsync();
        // What was said above is still being suggested from: a group that changes now would move what is typed into.
        await client.AllDoneAsync();
        await page.GotoAsync("/groups");
        await window.Heading("Unknown groups").WaitForAsync();
        var picker = page.GetByRole(AriaRole.Combobox, new() { NameRegex = new("^Name of group 1$") });
        await picker.FillAsync("alex");
        await Expect(page.GetByText("2 people have this name")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Option, new() { NameRegex = new("6 faces · born 1984") })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(picker).ToHaveValueAsync("alex");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText(new System.Text.RegularExpressions.Regex("^Named [0-9]+ faces Alex"))).ToBeVisibleAsync();
        Assert.Empty(window.Errors);
    }
}
