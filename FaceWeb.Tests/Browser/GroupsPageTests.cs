using System.Text.Json;
using FaceWeb.Tests.Recognition;
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

    private static async Task<(long Id, int Size)> FirstAsync(HttpClient client)
    {
        var group = (await client.ReadAsync("groups")).GetProperty("items")[0];
        return (group.GetProperty("id").GetInt64(), group.GetProperty("size").GetInt32());
    }
}
