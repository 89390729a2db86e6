using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using FaceWeb.Tests.Videos;
using ImageMagick;

namespace FaceWeb.Tests.Browser;

/// <summary>
/// A FaceWeb with something on every page, from the sample photos alone: named and unnamed people, a face and an album, trained classifiers,
/// a photo that failed, people who look alike; and beside it one that nobody has set up yet.
/// </summary>
public sealed class FurnishedFaceWeb : IAsyncLifetime
{
    // Taken again a little differently, so that each person has several faces.
    private static readonly Action<MagickImage>[] Takes =
    [
        _ => { },
        image => image.BrightnessContrast(new Percentage(12), new Percentage(5)),
        image => image.Crop(new MagickGeometry(8, 6, image.Width - 16, image.Height - 12)),
        image => image.BrightnessContrast(new Percentage(-10), new Percentage(8)),
    ];

    private RunningFaceWeb? faceWeb;
    private RunningFaceWeb? empty;

    /// <summary>The furnished one.</summary>
    public RunningFaceWeb FaceWeb => faceWeb ?? throw new InvalidOperationException("Call StartOrSkipAsync first.");

    /// <summary>The one without an admin.</summary>
    public RunningFaceWeb Empty => empty ?? throw new InvalidOperationException("Call StartOrSkipAsync first.");

    /// <summary>An album's key.</summary>
    public long Album { get; private set; }

    /// <summary>The key of a photo with faces.</summary>
    public long Photo { get; private set; }

    /// <summary>The key of a video with faces.</summary>
    public long Video { get; private set; }

    /// <summary>The key of a face with a suggestion.</summary>
    public long Face { get; private set; }

    /// <summary>The key of a person with faces.</summary>
    public long Person { get; private set; }

    /// <summary>The key of a trained classifier.</summary>
    public long Classifier { get; private set; }

    /// <inheritdoc />
    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Furnishes it once; skips the calling test, out loud, where the sample photos are absent.</summary>
    public async Task StartOrSkipAsync()
    {
        var samples = Repository.SamplePhotosOrSkip();
        if (faceWeb is not null)
            return;
        var film = SmallFilm.MakeForBrowsers(samples, 1.5);
        faceWeb = await RunningFaceWeb.StartAsync();
        empty = await RunningFaceWeb.StartAsync("--FaceWeb:Admin:Email=", "--FaceWeb:Admin:Password=", "--FaceWeb:Admin:ApiKey=");
        var client = faceWeb.Client;
        Album = await client.NewAlbumAsync("Family and friends");
        await client.NewAlbumAsync("An empty album");
        var photos = await client.UploadAsync(Album,
            samples.SelectMany(sample => Takes.Select((_, take) => ($"{Path.GetFileNameWithoutExtension(sample)}-{take}.jpg", Taken(sample, take)))));
        Video = (await client.UploadAsync(Album, [("film.webm", film)]))[0];
        await client.AllDoneAsync();

        // Of each sample's largest face: three takes named and one left to be suggested; of the last sample two takes each under one of two names.
        string[] names = ["Ada", "Bob", "Cleo", "Dora"];
        for (var sample = 0; sample < names.Length && sample < samples.Count; sample++)
            await LfwPeople.NameAsync(client, names[sample], photos.Skip(sample * Takes.Length).Take(Takes.Length - 1));
        await LfwPeople.NameAsync(client, "Eva", photos.TakeLast(Takes.Length).Take(2));
        await LfwPeople.NameAsync(client, "Eve", photos.TakeLast(2));
        await client.TrainAsync();
        await client.TrainAsync();
        await client.AllDoneAsync();

        // Something in the trash: an album with a photo, and a person.
        var old = await client.NewAlbumAsync("An old album");
        await client.UploadAsync(old, [("old.jpg", Taken(samples[0], 0))]);
        await client.AllDoneAsync();
        await client.DeleteAsync(new Uri($"/api/v1/albums/{old}", UriKind.Relative));
        var nobody = (await client.PostAsync("people", new { name = "Somebody deleted" })).GetProperty("id").GetInt64();
        await client.PostAsync($"people/{nobody}/trash");

        Photo = photos[Takes.Length - 1];
        Face = (await client.ReadAsync($"photos/{Photo}")).GetProperty("faces").EnumerateArray()
            .MaxBy(face => (face.GetProperty("suggestions").GetArrayLength(), face.GetProperty("box").GetProperty("width").GetDouble()))
                .GetProperty("id").GetInt64();
        Person = (await client.ReadAsync("people")).GetProperty("items")[0].GetProperty("id").GetInt64();
        Classifier = (await client.ReadAsync("classifiers")).GetProperty("items").EnumerateArray().Last().GetProperty("id").GetInt64();
    }

    /// <inheritdoc />
    public async Task DisposeAsync()
    {
        if (faceWeb is not null)
            await faceWeb.DisposeAsync();
        if (empty is not null)
            await empty.DisposeAsync();
    }

    private static byte[] Taken(string sample, int take)
    {
        using var image = new MagickImage(sample);
        image.Resize(560, 560);
        Takes[take](image);
        image.Quality = 90;
        return image.ToByteArray(MagickFormat.Jpeg);
    }
}
