using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser.Reviewing;

/// <summary>The review page in a browser window, as a person at it sees it.</summary>
public sealed class ReviewWindow(BrowserWindow window)
{
    /// <summary>The page.</summary>
    public IPage Page => window.Page;

    /// <summary>The grid of faces.</summary>
    public ILocator Grid => Page.GetByRole(AriaRole.Listbox, new() { Name = "Faces to review" });

    /// <summary>The faces that are drawn.</summary>
    public ILocator Options => Grid.GetByRole(AriaRole.Option);

    /// <summary>What went wrong, as a sentence.</summary>
    public ILocator Alert => Page.Locator(".fw-rv-alert");

    /// <summary>What went well, as a sentence.</summary>
    public ILocator Message => Page.Locator(".fw-rv-message[role=status]");

    /// <summary>The field for a name.</summary>
    public ILocator NameField => Page.GetByRole(AriaRole.Combobox, new() { Name = "Who is it?" });

    /// <summary>Opens the page and waits for its first faces.</summary>
    public async Task OpenAsync(string query = "")
    {
        await Page.GotoAsync(query.Length == 0 ? "/review" : $"/review?{query}");
        await ReadyAsync();
    }

    /// <summary>Waits until the list is there.</summary>
    public Task ReadyAsync() => Page.Locator("#review-grid[data-ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });

    /// <summary>The cell of a face.</summary>
    public ILocator Face(long id) => Page.Locator($"#review-{id}");

    /// <summary>The face under the cursor.</summary>
    public async Task<long> CurrentAsync()
    {
        var id = await Grid.GetAttributeAsync("aria-activedescendant");
        return id is null ? 0 : long.Parse(id["review-".Length..], CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until the cursor is on a face.</summary>
    public Task IsOnAsync(long id) => Expect(Grid).ToHaveAttributeAsync("aria-activedescendant", $"review-{id}");

    /// <summary>Presses keys one after another.</summary>
    public async Task PressAsync(params string[] keys)
    {
        foreach (var key in keys)
            await Page.Keyboard.PressAsync(key);
    }

    /// <summary>Waits until the server has answered all that was pressed.</summary>
    public Task SavedAsync() => Page.Locator(".fw-rv-count[data-waiting='0']").WaitForAsync(new() { State = WaitForSelectorState.Attached });

    /// <summary>The chosen faces that are drawn.</summary>
    public ILocator Chosen => Grid.Locator("[role=option][aria-selected=true]");
}
