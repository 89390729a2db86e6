using FaceWeb.Tests.Running;
using Microsoft.Playwright;

namespace FaceWeb.Tests.Browser;

/// <summary>
/// A running FaceWeb and a Chromium that looks at it, started by the first test that needs them. The browser is Debian's Chromium, where it is
/// there the one without windows, or the program that the environment variable <c>CHROMIUM</c> names.
/// </summary>
public sealed class FaceWebInChromium : IAsyncLifetime
{
    // The first has the whole engine and no window, and takes a fifth less of the processor.
    private static readonly string[] Installed = ["/usr/lib/chromium/chromium-headless-shell", "/usr/bin/chromium"];

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
    ];

    private IPlaywright? playwright;
    private IBrowser? browser;
    private RunningFaceWeb? faceWeb;

    /// <summary>The application.</summary>
    public RunningFaceWeb FaceWeb => faceWeb ?? throw new InvalidOperationException("Call StartOrSkipAsync first.");

    /// <inheritdoc />
    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Starts both unless they run; skips the calling test, out loud, where there is no browser.</summary>
    public async Task StartOrSkipAsync()
    {
        var named = Environment.GetEnvironmentVariable("CHROMIUM");
        var program = (named is null ? Installed : [named]).FirstOrDefault(File.Exists);
        Skip.If(
            program is null,
            $"There is no browser at {named ?? string.Join(" or ", Installed)}: install chromium-headless-shell or chromium, or name one in the environment variable CHROMIUM.");

        // What a page comes to show is waited for as long as on a slow machine with other work to do; what it must not show is no slower to see.
        Assertions.SetDefaultExpectTimeout(30_000);
        faceWeb ??= await RunningFaceWeb.StartAsync();
        playwright ??= await Playwright.CreateAsync();
        browser ??= await playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = Arguments, Headless = true });
    }

    /// <summary>A new browser window, signed in as the admin.</summary>
    public async Task<BrowserWindow> OpenAsync(int width = 1280, int height = 800, ColorScheme scheme = ColorScheme.Light)
    {
        await StartOrSkipAsync();
        var window = await OpenOnAsync(FaceWeb.Address, width, height, scheme);
        await window.SignInAsync();
        return window;
    }

    /// <summary>A new browser window on another FaceWeb, with nobody signed in. Call <see cref="StartOrSkipAsync"/> first.</summary>
    public async Task<BrowserWindow> OpenOnAsync(
        Uri address, int width = 1280, int height = 800, ColorScheme scheme = ColorScheme.Light, string? zone = null)
    {
        var context = await browser!.NewContextAsync(new()
        {
            BaseURL = address.ToString(),
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = scheme,
            HasTouch = width < 600,
            Locale = "en-GB",
            TimezoneId = zone,
        });
        return new BrowserWindow(context, await context.NewPageAsync());
    }

    /// <inheritdoc />
    public async Task DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
        if (faceWeb is not null)
            await faceWeb.DisposeAsync();
    }
}
