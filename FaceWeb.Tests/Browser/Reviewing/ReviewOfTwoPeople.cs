using FaceWeb.Tests.Imaging;
using FaceWeb.Tests.Review;
using FaceWeb.Tests.Running;
using ImageMagick;

namespace FaceWeb.Tests.Browser.Reviewing;

/// <summary>A FaceWeb of its own with undecided faces in turn suggested as Ada and as Bob, and the admin at the review page.</summary>
public abstract class ReviewOfTwoPeople(FaceWebInChromium chromium) : IAsyncLifetime
{
    private static readonly byte[] Crop = TestPictures.Quarters().ToByteArray(MagickFormat.Jpeg);

    protected RunningFaceWeb Server { get; private set; } = null!;

    protected BrowserWindow Window { get; private set; } = null!;

    protected ReviewWindow Review { get; private set; } = null!;

    /// <summary>The faces' keys: 0, 2, 4 ... are suggested as Ada, 1, 3, 5 ... as Bob, each the surest first.</summary>
    protected IReadOnlyList<long> Faces { get; private set; } = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (Window is not null)
            await Window.DisposeAsync();
        if (Server is not null)
            await Server.DisposeAsync();
    }

    protected async Task OpenAsync(int count, int width = 1280, int height = 800)
    {
        await chromium.StartOrSkipAsync();
        Server = await RunningFaceWeb.StartAsync();
        var people = new[] { await Server.NewPersonAsync("Ada"), await Server.NewPersonAsync("Bob") };
        Window = await chromium.OpenOnAsync(Server.Address, width, height);
        await Window.SignInAsync();

        // Their photos have no files: written after the page of albums, which would show their covers.
        Faces = await SuggestedFaces.WriteAsync(Server, count, people, [Crop]);
        Review = new ReviewWindow(Window);
        await Review.OpenAsync();
    }

    protected async Task<string[]> StandAsync(params int[] which)
    {
        var found = new List<string>();
        foreach (var i in which)
            found.Add(await Server.StandsAsync(Faces[i]));
        return [.. found];
    }

    protected async Task<BrowserWindow> ViewerAsync()
    {
        await Server.NewUserAsync("viewer@example.org", "a long enough password", FaceWeb.Access.Roles.Viewer);
        var viewer = await chromium.OpenOnAsync(Server.Address);
        await viewer.SignInAsync("viewer@example.org", "a long enough password");
        return viewer;
    }
}
