using FaceWeb.Tests.Running;
using Microsoft.Playwright;

namespace FaceWeb.Tests.Browser;

/// <summary>A browser window on FaceWeb that remembers what went wrong in it.</summary>
public sealed class BrowserWindow : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> errors = [];

    /// <summary>Takes over a window.</summary>
    public BrowserWindow(IBrowserContext context, IPage page)
    {
        this.context = context;
        Page = page;
        page.SetDefaultTimeout(30_000);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                errors.Enqueue($"{message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => errors.Enqueue(error);
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>Errors on the browser's console so far.</summary>
    public IReadOnlyCollection<string> Errors => errors;

    /// <summary>Signs the test's admin, or somebody else, in.</summary>
    public async Task SignInAsync(string email = RunningFaceWeb.Email, string password = RunningFaceWeb.Password)
    {
        await Page.GotoAsync("/sign-in");
        await Page.GetByLabel("E-mail address").FillAsync(email);
        await Page.GetByLabel("Password").FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Heading("Albums").WaitForAsync();
    }

    /// <summary>Makes an album as a person would and waits for its page.</summary>
    /// <returns>The album's key.</returns>
    public async Task<long> MakeAlbumAsync(string name)
    {
        await Page.GotoAsync("/");
        await Page.GetByRole(AriaRole.Button, new() { Name = "New album" }).ClickAsync();
        await Page.GetByLabel("Name of the album").FillAsync(name);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Make the album" }).ClickAsync();
        await Heading(name).WaitForAsync();
        return long.Parse(new Uri(Page.Url).Segments[^1], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The page's first-level heading with this text.</summary>
    public ILocator Heading(string text) => Page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = text, Exact = true });

    /// <summary>Chooses files as with the button “Choose photos”.</summary>
    public Task ChoosePhotosAsync(params string[] files) => Page.GetByLabel("Choose photos").SetInputFilesAsync(files);

    /// <summary>Waits until the upload panel says that everything was sent.</summary>
    public Task UploadFinishedAsync() =>
        Page.GetByRole(AriaRole.Region, new() { Name = "Upload", Exact = true })
            .GetByText("finished").First.WaitForAsync(new() { Timeout = 180_000 });

    /// <summary>The tile of a photo in an album's grid once its faces are known.</summary>
    public ILocator AnalysedTile(string fileName) =>
        Page.GetByRole(AriaRole.Link, new() { NameRegex = new($"^{System.Text.RegularExpressions.Regex.Escape(fileName)}: [0-9]+ faces?,") });

    /// <summary>Whether the page is wider than the window, so that a phone would scroll sideways.</summary>
    public Task<bool> ScrollsSidewaysAsync() => Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > window.innerWidth");

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
