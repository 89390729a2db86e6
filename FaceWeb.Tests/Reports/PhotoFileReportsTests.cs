using System.Numerics.Tensors;
using System.Text.Json;
using FaceWeb.Tests.Albums;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using ImageMagick;
using OpenCvSharp;

namespace FaceWeb.Tests.Reports;

/// <summary>Files of which other products' users reported that they are refused, shown wrong, or end the whole analysis.</summary>
public sealed class PhotoFileReportsTests(PhotoFileReportsTests.Server server) : IClassFixture<PhotoFileReportsTests.Server>
{
    private HttpClient Client => server.FaceWeb.Client;

    [SkippableTheory]
    [InlineData("motion photo")]
    [InlineData("mpo")]
    [InlineData("16 bits")]
    [InlineData("cmyk")]
    public async Task A_motion_photo_an_mpo_sixteen_bits_and_cmyk_have_the_face_of_the_plain_photo(string kind)
    {
        var plain = Sample();
        byte[] file;
        using (var image = new MagickImage(plain))
        {
            file = kind switch
            {
                // A film behind the picture, as Google's and Samsung's phones write it: boxes of an MP4.
                "motion photo" => [.. plain, 0, 0, 0, 24, .. "ftypmp42"u8, 0, 0, 0, 0, .. "mp42isom"u8, 0, 0, 0, 8, .. "mdat"u8, .. Noise(40_000)],
                // A second picture for the other eye, whose end must not count as that of the first.
                "mpo" => [.. plain, .. Turned(image), 0, 0],
                "16 bits" => image.ToByteArray(MagickFormat.Png48),
                _ => Cmyk(image),
            };
        }
        var photos = await server.AnalysedAsync(kind, [("plain.jpg", plain), ("a.MP.jpg", file)]);
        var (one, other) = (Single(photos[0]), Single(photos[1]));
        Assert.Equal(JsonValueKind.Null, photos[1].GetProperty("damage").ValueKind);
        Assert.Equal(photos[0].GetProperty("width").GetInt32(), photos[1].GetProperty("width").GetInt32());
        Assert.InRange(await CosineAsync(one, other), kind == "cmyk" ? 0.97 : 0.995, 1.0001);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_jpeg_with_damage_in_its_middle_says_so_and_keeps_its_other_faces(bool progressive)
    {
        var plain = Sample();
        using (var image = new MagickImage(plain))
        {
            image.Quality = 92;
            plain = image.ToByteArray(progressive ? MagickFormat.Pjpeg : MagickFormat.Jpeg);
        }
        var damaged = (byte[])plain.Clone();
        // A lost sector, in the last third of the picture.
        var at = damaged.Length * 2 / 3;
        new Random(4).NextBytes(damaged.AsSpan(at, 512));
        for (var i = 0; i < 512; i++)
            damaged[at + i] = damaged[at + i] == 0xFF ? (byte)0 : damaged[at + i];
        var photos = await server.AnalysedAsync($"Damaged {progressive}", [("whole.jpg", plain), ("damaged.jpg", damaged)]);
        Assert.Equal(JsonValueKind.Null, photos[0].GetProperty("damage").ValueKind);
        Assert.Contains("The file is damaged", photos[1].GetProperty("damage").GetString(), StringComparison.Ordinal);
        Assert.Equal("analysed", photos[1].GetProperty("state").GetString());
    }

    [Fact]
    public async Task Other_formats_with_damage_in_their_middle_say_so_or_are_refused_with_a_sentence()
    {
        var files = new[] { MagickFormat.Png, MagickFormat.Tiff, MagickFormat.Gif, MagickFormat.Jxl, MagickFormat.Avif }.Select(format =>
        {
            using var image = new MagickImage(Pictures.Jpeg(31 + (int)format, 320, 240));
            if (format == MagickFormat.Tiff)
                image.Settings.Compression = CompressionMethod.Zip;
            var file = image.ToByteArray(format);
            new Random(5).NextBytes(file.AsSpan(file.Length / 2, 400));
            return (format.ToString(), file);
        }).ToArray();
        var result = await AlbumCalls.UploadAsync(server.FaceWeb, await Client.NewAlbumAsync("Damaged formats"), files);
        Assert.All(result.Rejected, rejected => Assert.EndsWith(".", rejected.Reason, StringComparison.Ordinal));
        await Client.AllDoneAsync();
        foreach (var accepted in result.Accepted)
        {
            var photo = await Client.ReadAsync($"photos/{accepted.PhotoId}");
            var said = photo.GetProperty("damage").GetString() ?? photo.GetProperty("error").GetString();
            Assert.True(said?.Contains("damaged", StringComparison.Ordinal), accepted.FileName);
        }
    }

    [SkippableFact]
    public async Task A_strip_of_790_x_36861_pixels_is_analysed_and_its_faces_are_found()
    {
        byte[] file;
        using (var strip = new Mat(36_861, 790, MatType.CV_8UC3, new Scalar(235, 235, 235)))
        using (var face = Cv2.ImDecode(Sample(), ImreadModes.Color))
        {
            // As in a chat's photo of the whole talk: one picture far above, one far below.
            using var small = new Mat();
            Cv2.Resize(face, small, new Size(360, 360 * face.Rows / face.Cols), 0, 0, InterpolationFlags.Area);
            foreach (var top in new[] { 1000, 35_000 })
            {
                using var place = new Mat(strip, new Rect(40, top, small.Cols, small.Rows));
                small.CopyTo(place);
            }
            file = strip.ImEncode(".jpg");
        }
        var photo = (await server.AnalysedAsync("Strip", [("chat.jpg", file)])).Single();
        Assert.Equal((790, 36_861), (photo.GetProperty("width").GetInt32(), photo.GetProperty("height").GetInt32()));
        var tops = photo.GetProperty("faces").EnumerateArray().Select(f => f.GetProperty("box").GetProperty("y").GetDouble()).Order().ToList();
        Assert.Equal(2, tops.Count);
        Assert.InRange(tops[0], 1000, 1500);
        Assert.InRange(tops[1], 35_000, 35_500);
        using var thumb = new MagickImage(await Client.GetByteArrayAsync(
            new Uri($"/api/v1/photos/{photo.GetProperty("id").GetInt64()}/image?size=preview", UriKind.Relative)));
        Assert.True(thumb.Width >= 1 && thumb.Height > thumb.Width);
    }

    [Fact]
    public async Task A_panorama_of_21694_x_10847_pixels_is_refused_with_a_sentence_that_says_what_is_allowed()
    {
        var file = Pictures.GreyPng(21_694, 10_847);
        var result = await AlbumCalls.UploadAsync(server.FaceWeb, await Client.NewAlbumAsync("Panorama"), ("panorama.png", file));
        var rejected = Assert.Single(result.Rejected);
        Assert.Contains("21,694 x 10,847 are 235 million pixels, and 150 million are allowed", rejected.Reason, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_photo_replaced_under_the_same_name_and_turned_by_90_degrees_is_another_with_its_own_pictures_and_boxes()
    {
        var plain = Sample();
        using var image = new MagickImage(plain);
        image.Rotate(90);
        image.Crop(new MagickGeometry(0, 0, image.Width, image.Height - 20));
        image.ResetPage();
        var album = await Client.NewAlbumAsync("Replaced");
        var old = (await Client.UploadAsync(album, [("same.jpg", plain)])).Single();
        await Client.AllDoneAsync();
        _ = await PreviewAsync(old);
        var next = (await Client.UploadAsync(album, [("same.jpg", image.ToByteArray(MagickFormat.Jpeg))])).Single();
        await Client.AllDoneAsync();
        Assert.NotEqual(old, next);
        var (before, after) = (await Client.ReadAsync($"photos/{old}"), await Client.ReadAsync($"photos/{next}"));
        Assert.NotEqual(before.GetProperty("version").GetString(), after.GetProperty("version").GetString());
        foreach (var photo in new[] { before, after })
        {
            using var preview = new MagickImage(await PreviewAsync(photo.GetProperty("id").GetInt64()));
            var (width, height) = (photo.GetProperty("width").GetDouble(), photo.GetProperty("height").GetDouble());
            Assert.Equal(width / height, preview.Width / (double)preview.Height, 0.02);
            var box = Single(photo).GetProperty("box");
            Assert.InRange(box.GetProperty("x").GetDouble() + box.GetProperty("width").GetDouble(), 0, width);
            Assert.InRange(box.GetProperty("y").GetDouble() + box.GetProperty("height").GetDouble(), 0, height);
        }
        // Nobody is shown twice because the first was turned: deleting it leaves the other as it was.
        (await Client.DeleteAsync(new Uri($"/api/v1/photos/{old}", UriKind.Relative))).EnsureSuccessStatusCode();
        Assert.NotEmpty(await PreviewAsync(next));
        Assert.Single((await Client.ReadAsync($"photos/{next}")).GetProperty("faces").EnumerateArray());
    }

    [Fact]
    public async Task Screenshots_and_drawings_without_faces_make_a_box_on_one_in_a_hundred_at_most()
    {
        var count = LongRun.Or(20, 200);
        var files = Enumerable.Range(0, count).Select(i => ($"{i}.png", DrawnPictures.Png(i))).ToList();
        var photos = await server.AnalysedAsync("Screenshots", files);
        var boxes = photos.Sum(p => p.GetProperty("faces").GetArrayLength());
        var mine = photos.SelectMany(p => p.GetProperty("faces").EnumerateArray()).Select(f => f.GetProperty("id").GetInt64()).ToHashSet();
        var groups = (await Client.ReadAsync("groups?pageSize=100")).GetProperty("items").EnumerateArray()
            .Count(g => g.GetProperty("faceIds").EnumerateArray().Any(f => mine.Contains(f.GetInt64())));
        Assert.InRange(boxes, 0, count / 100);
        Assert.InRange(groups, 0, boxes);
    }

    private static byte[] Sample() => File.ReadAllBytes(Repository.SharedOrSkip("data", "people", "single", "obama.jpg"));

    private static byte[] Turned(MagickImage image)
    {
        using var other = (MagickImage)image.Clone();
        other.Rotate(90);
        return other.ToByteArray(MagickFormat.Jpeg);
    }

    private static byte[] Cmyk(MagickImage image)
    {
        using var other = (MagickImage)image.Clone();
        other.TransformColorSpace(ColorProfiles.SRGB, ColorProfiles.CoatedFOGRA39);
        other.Quality = 95;
        return other.ToByteArray(MagickFormat.Jpeg);
    }

    private static byte[] Noise(int count)
    {
        var noise = new byte[count];
        new Random(3).NextBytes(noise);
        return noise;
    }

    private static JsonElement Single(JsonElement photo) => Assert.Single(photo.GetProperty("faces").EnumerateArray());

    private Task<byte[]> PreviewAsync(long photo) =>
        Client.GetByteArrayAsync(new Uri($"/api/v1/photos/{photo}/image?size=preview", UriKind.Relative));

    private async Task<double> CosineAsync(JsonElement one, JsonElement other)
    {
        var (a, b) = (await NumbersAsync(one), await NumbersAsync(other));
        return TensorPrimitives.Dot(a.AsSpan(), b);
    }

    private async Task<float[]> NumbersAsync(JsonElement face)
    {
        var embedding = await Client.ReadAsync($"faces/{face.GetProperty("id").GetInt64()}/embedding");
        return [.. embedding.GetProperty("values").EnumerateArray().Select(v => v.GetSingle())];
    }

    public sealed class Server : IAsyncLifetime
    {
        public RunningFaceWeb FaceWeb { get; private set; } = null!;

        public async Task InitializeAsync() => FaceWeb = await RunningFaceWeb.StartAsync();

        public Task DisposeAsync() => FaceWeb.DisposeAsync().AsTask();

        /// <summary>Uploads files to an album of their own, waits, and reads the photos.</summary>
        public async Task<List<JsonElement>> AnalysedAsync(string album, IEnumerable<(string Name, byte[] Content)> files)
        {
            var ids = await FaceWeb.Client.UploadAsync(await FaceWeb.Client.NewAlbumAsync(album), files);
            await FaceWeb.Client.AllDoneAsync();
            var photos = new List<JsonElement>();
            foreach (var id in ids)
                photos.Add(await FaceWeb.Client.ReadAsync($"photos/{id}"));
            return photos;
        }
    }
}
