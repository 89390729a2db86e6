using System.Globalization;
using System.Text.Json;
using FaceWeb.Albums;
using FaceWeb.Albums.Uploading;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using ImageMagick;

namespace FaceWeb.Tests.Reports;

/// <summary>
/// Reported of other products: photos stand on the wrong day, at the wrong place in their album, or say a wrong age, because a zone was taken for
/// known, or the server's own was added.
/// </summary>
public sealed class PhotoTimeReportsTests(PhotoTimeReportsTests.Server server) : IClassFixture<PhotoTimeReportsTests.Server>
{
    private HttpClient Client => server.FaceWeb.Client;

    [Theory]
    [InlineData("without an offset", null, null, null, "2024-06-01T00:30:00Z", null, "1 June 2024, 00:30")]
    [InlineData("with an offset in EXIF", "+02:00", null, null, "2024-05-31T22:30:00Z", 120, "1 June 2024, 00:30")]
    [InlineData("with an offset west of UTC", "-07:00", null, null, "2024-06-01T07:30:00Z", -420, "1 June 2024, 00:30")]
    [InlineData("with GPS time, which gives the zone", null, "2024:05:31", 22.505, "2024-05-31T22:30:00Z", 120, "1 June 2024, 00:30")]
    [InlineData("with GPS time of Nepal, 5:45", null, "2024:05:31", 18.75, "2024-05-31T18:45:00Z", 345, "1 June 2024, 00:30")]
    [InlineData("with GPS time that is old", null, "2024:05:31", 21.37, "2024-06-01T00:30:00Z", null, "1 June 2024, 00:30")]
    [InlineData("with an offset and other GPS time", "+02:00", "2024:05:30", 3.0, "2024-05-31T22:30:00Z", 120, "1 June 2024, 00:30")]
    public async Task The_time_of_a_photo_is_that_of_the_clock_where_it_was_taken(
        string kind, string? offset, string? gpsDay, double? gpsHours, string takenAt, int? takenOffset, string shown)
    {
        var photo = await UploadAsync(kind + ".jpg", "2024:06:01 00:30:00", offset, gpsDay, gpsHours);
        Assert.Equal(takenAt, photo.GetProperty("takenAt").GetString());
        Assert.Equal(takenOffset, photo.GetProperty("takenOffset") is { ValueKind: JsonValueKind.Number } known ? known.GetInt32() : null);
        var view = await server.FaceWeb.UseAsync<PhotoService, PhotoView>(photos => photos.FindAsync(photo.GetProperty("id").GetInt64()));
        Assert.Equal(shown, AlbumWords.Taken(view.TakenThere));
    }

    [Fact]
    public async Task The_time_of_a_photo_with_nothing_but_gps_time_is_that()
    {
        var photo = await UploadAsync("only.jpg", null, null, "2024:05:31", 22.5);
        Assert.Equal("2024-05-31T22:30:00Z", photo.GetProperty("takenAt").GetString());
        Assert.Equal(0, photo.GetProperty("takenOffset").GetInt32());
    }

    [Fact]
    public async Task An_album_of_cameras_that_know_their_zone_and_such_that_do_not_is_in_the_order_of_the_day()
    {
        var album = await Client.NewAlbumAsync("Two cameras");
        await UploadAsync("b camera.jpg", "2024:06:01 10:00:00", null, null, null, album);
        await UploadAsync("c phone.jpg", "2024:06:01 11:00:00", "+09:00", null, null, album);
        await UploadAsync("a camera.jpg", "2024:06:01 12:00:00", null, null, null, album);
        var items = (await Client.ReadAsync($"albums/{album}/photos")).GetProperty("items").EnumerateArray();
        Assert.Equal(["b camera.jpg", "c phone.jpg", "a camera.jpg"], items.Select(p => p.GetProperty("fileName").GetString()));
    }

    [Theory]
    [InlineData("IMG-20240131-WA0001.jpg", "2024-01-31 00:00:00", null)]
    [InlineData("VID-20240131-WA0001.mp4", "2024-01-31 00:00:00", null)]
    [InlineData("IMG_20240131_180509.jpg", "2024-01-31 18:05:09", null)]
    [InlineData("PXL_20240131_170509123.MP.jpg", "2024-01-31 17:05:09", 0)]
    [InlineData("20240131_180509.heic", "2024-01-31 18:05:09", null)]
    [InlineData("Screenshot_2024-01-31-18-05-09-123_com.app.png", "2024-01-31 18:05:09", null)]
    [InlineData("Screenshot 2024-01-31 at 18.05.09.png", "2024-01-31 18:05:09", null)]
    [InlineData("WhatsApp Image 2024-01-31 at 18.05.09.jpeg", "2024-01-31 18:05:09", null)]
    [InlineData("2024-01-31 18.05.09.jpg", "2024-01-31 18:05:09", null)]
    [InlineData("signal-2024-01-31-180509.jpg", "2024-01-31 18:05:09", null)]
    [InlineData("photo_2024-01-31_18-05-09 (2).jpg", "2024-01-31 18:05:09", null)]
    [InlineData("IMG_1234.jpg", null, null)]
    [InlineData("20241331.jpg", null, null)]
    [InlineData("20990131_180509.jpg", null, null)]
    [InlineData("DSC20240131123.jpg", null, null)]
    [InlineData("120240131.jpg", null, null)]
    [InlineData("FB_IMG_1706720709123.jpg", null, null)]
    [InlineData("2024-01_31.jpg", null, null)]
    public void A_file_name_with_a_date_says_when_it_was_taken(string name, string? taken, int? offset)
    {
        var found = NamedDate.Read(name, new DateTimeOffset(2026, 11, 26, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal(taken, found?.Local.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
        Assert.Equal(offset, (int?)found?.Offset?.TotalMinutes);
    }

    [Fact]
    public async Task A_photo_with_only_a_file_name_has_its_day_and_the_camera_goes_before_the_name()
    {
        var named = await UploadAsync("IMG-20240131-WA0001.jpg", null, null, null, null);
        Assert.Equal("2024-01-31T00:00:00Z", named.GetProperty("takenAt").GetString());
        var view = await server.FaceWeb.UseAsync<PhotoService, PhotoView>(photos => photos.FindAsync(named.GetProperty("id").GetInt64()));
        Assert.Equal("31 January 2024", AlbumWords.Taken(view.TakenThere));

        var both = await UploadAsync("IMG-20240131-WA0002.jpg", "2023:12:24 18:00:00", null, null, null);
        Assert.Equal("2023-12-24T18:00:00Z", both.GetProperty("takenAt").GetString());
        var never = await UploadAsync("IMG_0001.jpg", "0000:00:00 00:00:00", null, null, null);
        Assert.Equal(JsonValueKind.Null, never.GetProperty("takenAt").ValueKind);
    }

    [Fact]
    public async Task An_age_is_that_of_the_day_at_the_place_where_the_photo_was_taken()
    {
        var photo = await UploadAsync("birthday.jpg", "2024:06:01 00:30:00", "+02:00", null, null);
        var id = photo.GetProperty("id").GetInt64();
        await Client.AllDoneAsync();
        var drawn = await Client.PostAsync($"photos/{id}/faces", new { box = new { x = 2, y = 2, width = 40, height = 40 } });
        var said = await Client.PostAsync("faces/decisions", new
        {
            items = new[] { new { faceId = drawn.GetProperty("id").GetInt64(), decision = "confirmed", personName = "Born in June" } },
        });
        var person = said.GetProperty("faces")[0].GetProperty("person").GetProperty("id").GetInt64();
        using var patch = JsonContentOf(new { birthDate = "2020-06-01" });
        (await Client.PatchAsync(new Uri($"/api/v1/people/{person}", UriKind.Relative), patch)).EnsureSuccessStatusCode();
        // At that moment it was still 31 May in Greenwich.
        var face = (await Client.ReadAsync($"people/{person}/faces?order=newestFirst")).GetProperty("items")[0];
        Assert.Equal("4 years", face.GetProperty("age").GetString());
        Assert.Equal("2020-06-01", (await Client.ReadAsync($"people/{person}")).GetProperty("birthDate").GetString());
    }

    private static StringContent JsonContentOf(object value) =>
        new(JsonSerializer.Serialize(value), System.Text.Encoding.UTF8, "application/json");

    private async Task<JsonElement> UploadAsync(
        string name, string? original, string? offset, string? gpsDay, double? gpsHours, long? into = null)
    {
        var album = into ?? await Client.NewAlbumAsync(name);
        var id = (await Client.UploadAsync(album, [(name, Dated(name, original, offset, gpsDay, gpsHours))])).Single();
        return await Client.ReadAsync($"photos/{id}");
    }

    private static byte[] Dated(string seed, string? original, string? offset, string? gpsDay, double? gpsHours)
    {
        var random = new Random(seed.Sum(c => c));
        using var image = new MagickImage(new MagickColor((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)), 64, 48);
        var exif = new ExifProfile();
        if (original is not null)
            exif.SetValue(ExifTag.DateTimeOriginal, original);
        if (offset is not null)
            exif.SetValue(ExifTag.OffsetTimeOriginal, offset);
        if (gpsDay is not null)
            exif.SetValue(ExifTag.GPSDateStamp, gpsDay);
        if (gpsHours is { } hours)
        {
            var seconds = (uint)Math.Round(hours * 3600);
            exif.SetValue(ExifTag.GPSTimestamp, [new Rational(seconds / 3600, 1), new Rational(seconds / 60 % 60, 1), new Rational(seconds % 60, 1)]);
        }
        if (exif.Values.Any())
            image.SetProfile(exif);
        return image.ToByteArray(MagickFormat.Jpeg);
    }

    public sealed class Server : IAsyncLifetime
    {
        public RunningFaceWeb FaceWeb { get; private set; } = null!;

        public async Task InitializeAsync() => FaceWeb = await RunningFaceWeb.StartAsync();

        public Task DisposeAsync() => FaceWeb.DisposeAsync().AsTask();
    }
}
