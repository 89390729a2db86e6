using System.Text.Json;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser;

/// <summary>Naming, ignoring, taking out and undoing on the page of unknown groups, on a FaceWeb of its own with photos of LFW.</summary>
[Collection(TestsInChromium.Name)]
public sealed class GroupsPageTests(FaceWebInChromium chromium)
{
    [SkippableFact]
    public async Task Groups_are_named_ignored_and_taken_apart_by_keyboard_alone()
    {
        var folders = LfwPeople.OrSkip(3, 6);
        await chromium.StartOrSkipAsync();
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        await LfwPeople.UploadAsync(client, folders, 6);
        var groups = (await client.ReadAsync("groups")).GetProperty("items").EnumerateArray().Select(g => g.GetProperty("size").GetInt32()).ToList();
        Assert.True(groups.Count >= 3, $"{groups.Count} groups");

        await using var window = await chromium.OpenOnAsync(faceWeb.Address);
        await window.SignInAsync();
        var page = window.Page;
        await page.GotoAsync("/groups");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = $"Unknown groups ({groups.Count})" })).ToBeVisibleAsync();
        var lists = page.GetByRole(AriaRole.Listbox, new() { NameRegex = new("^Faces of group [0-9]+$") });
        await Expect(lists.First).ToBeFocusedAsync();
        var first = await FirstAsync(client);

        // The second and the third face leave the first group.
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("Shift+ArrowRight");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Take 2 faces out" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("t");
        await Expect(page.GetByText("Took 2 faces out.")).ToBeVisibleAsync();
        await client.AllDoneAsync();
        Assert.Equal(first.Size - 2, (await client.ReadAsync($"groups/{first.Id}")).GetProperty("size").GetInt32());
        await page.ReloadAsync();
        await Expect(lists.First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+z");
        await Expect(page.GetByText("Undone: Took 2 faces out of a group.")).ToBeVisibleAsync();
        await client.AllDoneAsync();
        Assert.Equal(first.Size, (await client.ReadAsync($"groups/{first.Id}")).GetProperty("size").GetInt32());

        // Taken out again after all, and back once more.
        await page.ReloadAsync();
        await Expect(lists.First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+y");
        await Expect(page.GetByText("Redone: Took 2 faces out of a group.")).ToBeVisibleAsync();
        await client.AllDoneAsync();
        Assert.Equal(first.Size - 2, (await client.ReadAsync($"groups/{first.Id}")).GetProperty("size").GetInt32());
        await page.ReloadAsync();
        await Expect(lists.First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+z");
        await Expect(page.GetByText("Undone: Took 2 faces out of a group.")).ToBeVisibleAsync();
        await client.AllDoneAsync();
        Assert.Equal(first.Size, (await client.ReadAsync($"groups/{first.Id}")).GetProperty("size").GetInt32());

        // What the page focuses when it has read its groups, and the router's heading, come too late for somebody who types already.
        await page.ReloadAsync();
        await Expect(lists.First).ToBeFocusedAsync();
        var typed = page.GetByRole(AriaRole.Combobox, new() { Name = "Name of group 2" });
        await typed.FillAsync("Somebody");
        await page.EvaluateAsync(
            "async id => (await import(new URL('layout/focus.js', document.baseURI))).focusFirst([id], false)",
            await lists.First.GetAttributeAsync("id"));
        await page.EvaluateAsync("() => document.querySelector('main h1').focus()");
        await Expect(typed).ToBeFocusedAsync();
        await Expect(page.GetByRole(AriaRole.Option, new() { Name = "Create “Somebody”" })).ToBeVisibleAsync();
        await page.WaitForTimeoutAsync(300);
        await Expect(page.GetByRole(AriaRole.Option, new() { Name = "Create “Somebody”" })).ToBeVisibleAsync();

        // Enter leads to the name, Enter again takes it; the next group has the focus then.
        await page.ReloadAsync();
        await Expect(lists.First).ToBeFocusedAsync();
        first = await FirstAsync(client);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "Name of group 1" })).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("First Person");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText($"Named {first.Size} faces First Person.")).ToBeVisibleAsync();
        await Expect(lists.First).ToBeFocusedAsync();
        await client.AllDoneAsync();
        var before = (await client.ReadAsync("groups")).GetProperty("total").GetInt32();
        await page.Keyboard.PressAsync("PageDown");
        await Expect(lists.Nth(1)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("PageUp");
        await Expect(lists.First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("i");
        await Expect(page.GetByText(new System.Text.RegularExpressions.Regex("^Ignored [0-9]+ faces.$"))).ToBeVisibleAsync();
        await client.AllDoneAsync();
        Assert.Equal(before - 1, (await client.ReadAsync("groups")).GetProperty("total").GetInt32());
        Assert.Equal(first.Size, (await client.ReadAsync("faces?decision=confirmed")).GetProperty("total").GetInt32());
        Assert.Empty(window.Errors);
    }

    [SkippableFact]
    public async Task A_group_is_split_by_mouse_and_another_window_keeps_its_selection_meanwhile()
    {
        var folders = LfwPeople.OrSkip(2, 6);
        await chromium.StartOrSkipAsync();
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        await LfwPeople.UploadAsync(client, folders, 6);
        var groups = (await client.ReadAsync("groups")).GetProperty("items").EnumerateArray().ToList();
        Assert.True(groups.Count >= 2, $"{groups.Count} groups");

        await using var one = await chromium.OpenOnAsync(faceWeb.Address);
        await one.SignInAsync();
        await one.Page.GotoAsync("/groups");
        await using var other = await chromium.OpenOnAsync(faceWeb.Address);
        await other.SignInAsync();
        await other.Page.GotoAsync("/groups");

        // In the one window: click, Shift-click, and a name half typed in the second group.
        var second = one.Page.GetByRole(AriaRole.Listbox, new() { Name = "Faces of group 2", Exact = true }).GetByRole(AriaRole.Option);
        await second.Nth(0).ClickAsync();
        await second.Nth(2).ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        var name = one.Page.GetByRole(AriaRole.Combobox, new() { Name = "Name of 3 faces of group 2" });
        await name.FillAsync("Half a na");

        // In the other: the first group falls into sub-groups, one of which is ignored.
        await other.Page.GetByRole(AriaRole.Button, new() { Name = "Split group 1", Exact = true }).ClickAsync();
        var parts = other.Page.GetByRole(AriaRole.Group, new() { Name = "Sub-groups of group 1", Exact = true });
        await Expect(parts.GetByRole(AriaRole.Button, new() { Name = "Ignore sub-group 2" })).ToBeVisibleAsync();
        await parts.GetByRole(AriaRole.Button, new() { Name = "Ignore sub-group 2" }).ClickAsync();
        await Expect(other.Page.GetByText(new System.Text.RegularExpressions.Regex("^Ignored [0-9]+ faces?.$"))).ToBeVisibleAsync();
        await client.AllDoneAsync();

        await Expect(one.Page.GetByRole(AriaRole.Listbox, new() { Name = "Faces of group 1" }).GetByRole(AriaRole.Option))
            .Not.ToHaveCountAsync(groups[0].GetProperty("size").GetInt32());
        await Expect(name).ToHaveValueAsync("Half a na");
        await Expect(name).ToBeFocusedAsync();
        Assert.Equal("true", await second.Nth(1).GetAttributeAsync("aria-selected"));
        Assert.Empty(one.Errors);
        Assert.Empty(other.Errors);
    }

    [SkippableFact]
    public async Task The_focus_goes_to_the_next_group_when_somebody_else_decides_the_one_that_has_it_and_an_undo_leads_back()
    {
        var folders = LfwPeople.OrSkip(4, 4);
        await chromium.StartOrSkipAsync();
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        await LfwPeople.UploadAsync(client, folders, 4);
        var count = (await client.ReadAsync("groups")).GetProperty("total").GetInt32();
        Assert.InRange(count, 3, 20);

        await using var mine = await chromium.OpenOnAsync(faceWeb.Address);
        await mine.SignInAsync();
        await mine.Page.GotoAsync("/groups");
        await using var theirs = await chromium.OpenOnAsync(faceWeb.Address);
        await theirs.SignInAsync();
        await theirs.Page.GotoAsync("/groups");
        var lists = mine.Page.GetByRole(AriaRole.Listbox, new() { NameRegex = new("^Faces of group [0-9]+$") });
        await Expect(lists).ToHaveCountAsync(count);
        await Expect(lists.First).ToBeFocusedAsync();
        var ids = new List<string>();
        foreach (var list in await lists.AllAsync())
            ids.Add((await list.GetAttributeAsync("id"))!);

        // The list of the second group has the focus, then the name field of the one that follows it.
        await mine.Page.Keyboard.PressAsync("PageDown");
        await Expect(mine.Page.Locator($"#{ids[1]}")).ToBeFocusedAsync();
        await IgnoreAsync(ids[1]);
        await Expect(mine.Page.Locator($"#{ids[2]}")).ToBeFocusedAsync();
        await mine.Page.Keyboard.PressAsync("Enter");
        await Expect(mine.Page.GetByRole(AriaRole.Combobox, new() { Name = "Name of group 2" })).ToBeFocusedAsync();
        await IgnoreAsync(ids[2]);
        await Expect(mine.Page.Locator($"#{(count > 3 ? ids[3] : ids[0])}")).ToBeFocusedAsync();
        foreach (var id in ids.Except([ids[1], ids[2]]))
            await IgnoreAsync(id);
        await Expect(mine.Heading("Unknown groups")).ToBeFocusedAsync();

        // Undone, a group is on the page again under its number, and has the focus of whoever undid it alone.
        await theirs.Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(theirs.Page.Locator($"#{(count > 3 ? ids[^1] : ids[0])}")).ToBeFocusedAsync();
        await Expect(lists).ToHaveCountAsync(1);
        await Expect(mine.Heading("Unknown groups")).ToBeFocusedAsync();
        Assert.Empty(mine.Errors);
        Assert.Empty(theirs.Errors);

        async Task IgnoreAsync(string id)
        {
            await theirs.Page.Locator("li", new() { Has = theirs.Page.Locator($"#{id}") })
                .GetByRole(AriaRole.Button, new() { NameRegex = new("^Strangers: ignore all") }).ClickAsync();
            await Expect(lists.And(mine.Page.Locator($"#{id}"))).ToHaveCountAsync(0);
        }
    }

    private static async Task<(long Id, int Size)> FirstAsync(HttpClient client)
    {
        var group = (await client.ReadAsync("groups")).GetProperty("items")[0];
        return (group.GetProperty("id").GetInt64(), group.GetProperty("size").GetInt32());
    }
}
