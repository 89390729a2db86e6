using System.Text.Json;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using FaceWeb.Tests.Videos;

namespace FaceWeb.Tests.Browser.Videos;

/// <summary>A FaceWeb with a clip, a film of portraits and photos of the same people, some of them named.</summary>
public sealed class FilmedPeople : IAsyncLifetime
{
    /// <summary>Named on a portrait, suggested in the clip.</summary>
    public const string Singer = "Lin-Manuel Miranda";

    /// <summary>Named on a portrait and on the first of his appearances in the film.</summary>
    public const string President = "Barack Obama";

    private RunningFaceWeb? faceWeb;

    /// <summary>The application.</summary>
    public RunningFaceWeb FaceWeb => faceWeb ?? throw new InvalidOperationException("Call StartOrSkipAsync first.");

    /// <summary>The album that holds all.</summary>
    public long Album { get; private set; }

    /// <summary>The clip's key.</summary>
    public long Clip { get; private set; }

    /// <summary>The key of the film of portraits.</summary>
    public long Film { get; private set; }

    /// <summary>The face of the president's named appearance.</summary>
    public long Named { get; private set; }

    /// <summary>The president's key.</summary>
    public long Person { get; private set; }

    /// <inheritdoc />
    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Furnishes it once; skips the calling test, out loud, where the clip or ffmpeg is absent.</summary>
    public async Task StartOrSkipAsync()
    {
        var clip = Repository.SharedOrSkip("data", "video", "short_hamilton_clip.mp4");
        if (faceWeb is not null)
            return;
        var film = PortraitFilm.MakeForBrowsers();
        faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        Album = await client.NewAlbumAsync("Stage and portraits");
        string[] names = ["lin-manuel-miranda.png", "alex-lacamoire.png", "obama.jpg", "biden.jpg"];
        var portraits = await client.UploadAsync(
            Album, names.Select(name => (name, File.ReadAllBytes(Repository.SharedOrSkip("data", "people", "single", name)))));
        Clip = (await client.UploadAsync(Album, [("short_hamilton_clip.mp4", await File.ReadAllBytesAsync(clip))]))[0];
        Film = (await client.UploadAsync(Album, [("portraits.webm", film)]))[0];
        await client.AllDoneAsync();
        await LfwPeople.NameAsync(client, Singer, [portraits[0]]);
        Person = await LfwPeople.NameAsync(client, President, [portraits[2]]);
        Named = (await TracksAsync(Film)).MinBy(track => track.GetProperty("start").GetInt64()).GetProperty("faceId").GetInt64();
        await client.PostAsync("faces/decisions", new { items = new[] { new { faceId = Named, decision = "confirmed", personId = Person } } });
        await client.AllDoneAsync();
    }

    /// <summary>The tracks of a video.</summary>
    public async Task<List<JsonElement>> TracksAsync(long video) =>
        [.. (await FaceWeb.Client.ReadAsync($"photos/{video}/tracks")).GetProperty("tracks").EnumerateArray()];

    /// <inheritdoc />
    public async Task DisposeAsync()
    {
        if (faceWeb is not null)
            await faceWeb.DisposeAsync();
    }
}
