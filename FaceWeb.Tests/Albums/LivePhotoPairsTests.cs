using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Pipeline.Video;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Suggestions;
using FaceWeb.Tests.Training;
using FaceWeb.Tests.Videos;

namespace FaceWeb.Tests.Albums;

/// <summary>Which film belongs to which photo: whichever comes first, and by Apple's identifier where both have one.</summary>
public sealed class LivePhotoPairsTests
{
    private const string One = "6E3A0B0C-1111-4C5D-9E00-0123456789AB";
    private const string Other = "6E3A0B0C-2222-4C5D-9E00-0123456789AB";

    [SkippableFact]
    public void The_identifier_is_read_in_both_files()
    {
        var film = SmallFilm.MakeAsPhonesDo([], 1, "mov");
        Assert.Equal(One, Read(AppleFiles.Film(film, One)).ContentIdentifier);
        Assert.Equal(One, Read(AppleFiles.Photo(Pictures.Jpeg(81), One)).ContentIdentifier);
        Assert.Null(Read(film).ContentIdentifier);
        Assert.Null(Read(Pictures.Jpeg(81)).ContentIdentifier);
        Assert.Null(Read(AppleFiles.Photo(Pictures.Jpeg(81), "; DROP TABLE")).ContentIdentifier);
    }

    [SkippableFact]
    public void A_damaged_note_is_read_without_an_error()
    {
        var whole = AppleFiles.Photo(Pictures.Jpeg(81), One);
        var random = new Random(5);
        var (read, missed) = (0, 0);
        for (var round = 0; round < 300; round++)
        {
            var damaged = (byte[])whole.Clone();
            for (var i = 0; i < 3; i++)
                damaged[random.Next(2, 160)] = (byte)random.Next(256);
            if (Read(damaged).ContentIdentifier is null)
                missed++;
            else
                read++;
        }
        Assert.True(read > 0 && missed > 0, $"{read} read, {missed} not");
    }

    [SkippableFact]
    public async Task A_film_that_came_before_its_photo_joins_it()
    {
        var film = SmallFilm.MakeAsPhonesDo([], 2, "mov");
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        var album = await faceWeb.NewAlbumAsync();
        var first = Assert.Single((await faceWeb.UploadAsync(album, ("IMG_0002.MOV", film))).Accepted).PhotoId;
        await client.AllDoneAsync();
        var photo = Assert.Single((await faceWeb.UploadAsync(album, ("IMG_0002.JPG", Pictures.Jpeg(82)))).Accepted).PhotoId;
        await client.AllDoneAsync();
        Assert.Equal(1, await faceWeb.PhotosOfAsync(album));
        Assert.Equal(film, await client.GetByteArrayAsync($"/api/v1/photos/{photo}/motion"));
        using var gone = await client.GetAsync($"/api/v1/photos/{first}");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal(0, (await client.ReadAsync("trash")).GetProperty("total").GetInt32());

        // While it is looked at it joins as well.
        var second = await faceWeb.NewAlbumAsync("At once");
        await faceWeb.UploadAsync(second, ("IMG_0003.MOV", film), ("IMG_0003.JPG", Pictures.Jpeg(83)));
        await client.AllDoneAsync();
        Assert.Equal(1, await faceWeb.PhotosOfAsync(second));
        Assert.Equal(0, (await client.ReadAsync("jobs/summary")).GetProperty("failed").GetInt32());
    }

    [SkippableFact]
    public async Task One_in_which_somebody_was_named_stays_a_video()
    {
        var film = SmallFilm.MakeAsPhonesDo([], 2, "mov");
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var album = await faceWeb.NewAlbumAsync();
        var id = Assert.Single((await faceWeb.UploadAsync(album, ("IMG_0002.MOV", film))).Accepted).PhotoId;
        await faceWeb.Client.AllDoneAsync();
        await using (var db = await SeededAlbum.OpenAsync(faceWeb))
        {
            db.Faces.Add(new Face { PhotoId = id, Width = 50, Height = 50, Decision = FaceDecision.Confirmed, Person = new Person { Name = "Ada" } });
            await db.SaveChangesAsync();
        }
        await faceWeb.UploadAsync(album, ("IMG_0002.JPG", Pictures.Jpeg(82)));
        Assert.Equal(2, await faceWeb.PhotosOfAsync(album));
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_identifier_wins_over_names(bool filmFirst)
    {
        var plain = SmallFilm.MakeAsPhonesDo([], 2, "mov");
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var album = await faceWeb.NewAlbumAsync();

        // The photo of the film's name is another one's; its own was renamed.
        (string, byte[])[] photos =
            [("IMG_0007.JPG", AppleFiles.Photo(Pictures.Jpeg(91), Other)), ("Holiday.JPG", AppleFiles.Photo(Pictures.Jpeg(92), One))];
        (string, byte[])[] film = [("IMG_0007.MOV", AppleFiles.Film(plain, One))];
        var result = await faceWeb.UploadAsync(album, [.. filmFirst ? film : photos, .. filmFirst ? photos : film]);
        Assert.Equal(3, result.Accepted.Count);
        Assert.Equal(2, await faceWeb.PhotosOfAsync(album));
        var ids = result.Accepted.Where(a => a.FileName.EndsWith("JPG", StringComparison.Ordinal)).ToDictionary(a => a.FileName, a => a.PhotoId);
        Assert.Equal(film[0].Item2, await faceWeb.Client.GetByteArrayAsync($"/api/v1/photos/{ids["Holiday.JPG"]}/motion"));
        using var none = await faceWeb.Client.GetAsync($"/api/v1/photos/{ids["IMG_0007.JPG"]}/motion");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, none.StatusCode);
    }

    private static MotionFacts Read(byte[] content)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, content);
            return MotionFacts.Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
