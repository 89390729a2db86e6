using FaceWeb.Tests.Browser.Reviewing;
using Microsoft.AspNetCore.Components;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser;

/// <summary>axe-core finds nothing on any page, light and dark, on a desktop and on a phone; no page is left out.</summary>
[Collection(TestsInChromium.Name)]
public sealed class AccessibilityTests(FaceWebInChromium chromium, FurnishedFaceWeb furnished) : IClassFixture<FurnishedFaceWeb>
{
    // By their routes. Static pages have no circuit, and nobody need be signed in.
    private static readonly Dictionary<string, Func<FurnishedFaceWeb, string>> Pages = new()
    {
        ["/"] = _ => "/",
        ["/albums/{Id:long}"] = f => $"/albums/{f.Album}",
        ["/photos/{Id:long}"] = f => $"/photos/{f.Photo}",
        ["/videos/{Id:long}"] = f => $"/videos/{f.Video}",
        ["/faces/{Id:long}"] = f => $"/faces/{f.Face}",
        ["/people"] = _ => "/people",
        ["/people/{Id:long}"] = f => $"/people/{f.Person}",
        ["/people/same"] = _ => "/people/same",
        ["/groups"] = _ => "/groups",
        ["/trash"] = _ => "/trash",
        ["/review"] = _ => "/review",
        ["/admin/training"] = _ => "/admin/training",
        ["/admin/training/{Id:long}"] = f => $"/admin/training/{f.Classifier}",
        ["/admin/jobs"] = _ => "/admin/jobs",
        ["/admin/models"] = _ => "/admin/models",
        ["/admin/backups"] = _ => "/admin/backups",
        ["/admin/health"] = _ => "/admin/health",
        ["/admin/users"] = _ => "/admin/users",
        ["/account"] = _ => "/account",
        ["/sign-in"] = _ => "/sign-in",
        ["/sign-in/code"] = _ => "/sign-in/code",
        ["/reset"] = _ => "/reset",
        ["/sign-out"] = _ => "/sign-out",
        ["/set-up"] = f => new Uri(f.Empty.Address, "/set-up").ToString(),
        ["/not-found"] = _ => "/not-found",
        ["/not-allowed"] = _ => "/not-allowed",
    };

    // What opens on a page.
    private static readonly (string Path, string State, Func<IPage, Task> Open)[] States =
    [
        ("/", "a new album", page => page.GetByRole(AriaRole.Button, new() { Name = "New album" }).ClickAsync()),
        ("/albums/{Id:long}", "its menu", page => page.GetByRole(AriaRole.Button, new() { Name = "More for this album" }).ClickAsync()),
        ("/photos/{Id:long}", "an open face", page => page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Face 1 of ") }).PressAsync("Enter")),
        ("/photos/{Id:long}", "a box that is drawn", page => page.GetByRole(AriaRole.Button, new() { Name = "Add a face" }).ClickAsync()),
        ("/admin/health", "a table of numbers", page => page.GetByText("The numbers as a table").First.ClickAsync()),
        ("/admin/users", "a quota", async page =>
        {
            await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Quota of ") }).First.ClickAsync();
            await page.GetByRole(AriaRole.Radio, new() { Name = "This much" }).CheckAsync();
        }),
        ("/videos/{Id:long}", "an open appearance", page => page.Locator(".fw-bar").First.PressAsync("Enter")),
        ("/people/{Id:long}", "a selected face", page => page.Locator("[data-faces] [role=option]").First.ClickAsync()),
        ("/groups", "the keys", page => page.Keyboard.PressAsync("?")),
        ("/review", "the keys", page => page.Keyboard.PressAsync("?")),
        ("/review", "a range", async page =>
        {
            await page.Keyboard.PressAsync("Shift+ArrowRight");
            await Expect(page.GetByRole(AriaRole.Toolbar, new() { Name = "Decide the chosen faces" })).ToContainTextAsync("chosen");
        }),
        ("/review", "the name field", page => page.Keyboard.PressAsync("b")),
    ];

    private const string IsDark =
        """
        dark => (getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g).slice(0, 3).every(part => part < 128)) === dark
        """;

    // What fades in has its colours only then; what turns for ever is not waited for.
    private const string AllFaded =
        """
        async () => {
          await new Promise(painted => requestAnimationFrame(() => requestAnimationFrame(painted)));
          const finite = document.getAnimations().filter(a => a.effect?.getComputedTiming().endTime !== Infinity);
          await Promise.all(finite.map(a => a.finished.catch(() => {})));
        }
        """;

    [Fact]
    public void Every_page_is_looked_at()
    {
        var routes = typeof(Program).Assembly.GetTypes()
            .SelectMany(type => type.GetCustomAttributes(typeof(RouteAttribute), inherit: false).Cast<RouteAttribute>())
                .Select(route => route.Template);
        Assert.Equal(Pages.Keys.Order(StringComparer.Ordinal), routes.Order(StringComparer.Ordinal));
    }

    [SkippableTheory]
    [InlineData(1280, 800)]
    [InlineData(390, 844)]
    public async Task No_page_has_what_axe_core_finds(int width, int height)
    {
        var source = AxeCore.SourceOrSkip();
        await chromium.StartOrSkipAsync();
        await furnished.StartOrSkipAsync();
        await using var window = await chromium.OpenOnAsync(furnished.FaceWeb.Address, width, height);
        await window.SignInAsync();
        var found = new List<string>();
        foreach (var (route, path) in Pages)
            await LookAsync(route, path(furnished), null);
        foreach (var (route, state, open) in States)
            await LookAsync($"{route}, {state}", Pages[route](furnished), open);
        Assert.True(found.Count == 0, $"{found.Count} found:\n{string.Join("\n", found)}");

        async Task LookAsync(string name, string path, Func<IPage, Task>? open)
        {
            await window.Page.SetViewportSizeAsync(width, height);
            await window.Page.GotoAsync(path);
            await window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).First.WaitForAsync();
            await window.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            if (path == "/review")
                await new ReviewWindow(window).ReadyAsync();
            // The whole page in the window: what is stuck to its edges covers nothing then that could be scrolled from under it.
            await window.Page.SetViewportSizeAsync(
                width, Math.Max(height, await window.Page.EvaluateAsync<int>("() => document.documentElement.scrollHeight")));
            try
            {
                if (open is not null)
                    await open(window.Page);
            }
            catch (Exception e) when (e is TimeoutException or PlaywrightException)
            {
                found.Add($"{name}: cannot be opened: {e.Message}");
            }

            // A page follows the system's colours while it is open. What is dark hardly hangs on the width: both in a long run.
            foreach (var scheme in LongRun.Asked || width < 600 ? (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark] : [ColorScheme.Light])
            {
                await window.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
                await window.Page.WaitForFunctionAsync(IsDark, scheme == ColorScheme.Dark);
                await window.Page.EvaluateAsync(AllFaded);
                found.AddRange((await AxeCore.FindAsync(window.Page, source)).Select(violation => $"{name}, {scheme}: {violation}"));
            }
        }
    }
}
