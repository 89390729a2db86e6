using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using FaceWeb.Pipeline;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using OpenCvSharp;

namespace FaceWeb.Tests.Analysis;

/// <summary>Photos that lie on their side are shown and measured upright by themselves, over HTTP, on real photos.</summary>
public sealed class LyingPhotoTests
{
    [SkippableFact]
    public async Task A_crowd_on_its_side_is_shown_upright_and_has_the_same_faces()
    {
        var turns = PhotoTurn.Others;
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        byte[][] files = [TurnedPicture.Png(TurnedPicture.Crowd, PhotoTurn.None), .. turns.Select(turn => TurnedPicture.Png(TurnedPicture.Crowd, turn)),
            TurnedPicture.JpegWithWrongExif(TurnedPicture.Crowd)];
        var ids = await client.UploadAsync(await client.NewAlbumAsync("Scans"), files.Select((file, i) => ($"{i}.png", file)));
        await client.AllDoneAsync();
        var upright = await client.ReadAsync($"photos/{ids[0]}");
        Assert.Equal(0, upright.GetProperty("turn").GetInt32());
        var expected = upright.GetProperty("faces").EnumerateArray().ToList();
        Assert.NotEmpty(expected);
        using var picture = await PictureAsync(client, upright, "preview");
        foreach (var (id, back) in ids.Skip(1).Zip([.. turns.Select(turn => turn.Back), PhotoTurn.Left]))
        {
            var photo = await client.ReadAsync($"photos/{id}");
            Assert.Equal((back.Degrees, false), (photo.GetProperty("turn").GetInt32(), photo.GetProperty("turnedByHand").GetBoolean()));
            foreach (var side in new[] { "width", "height" })
                Assert.Equal(upright.GetProperty(side).GetInt32(), photo.GetProperty(side).GetInt32());
            Assert.EndsWith($"-{back.Degrees}", photo.GetProperty("version").GetString(), StringComparison.Ordinal);

            var faces = photo.GetProperty("faces").EnumerateArray().ToList();
            Assert.Equal(expected.Count, faces.Count);
            foreach (var face in expected)
            {
                var same = faces.MaxBy(f => BoxOf(f).IntersectionOverUnion(BoxOf(face)));
                Assert.InRange(BoxOf(same).IntersectionOverUnion(BoxOf(face)), 0.9, 1);
                Assert.InRange(await CosineAsync(client, face, same), 0.98, 1.001);
                using Mat crop = await CropAsync(client, face), turnedCrop = await CropAsync(client, same);
                Assert.InRange(Difference(crop, turnedCrop), 0, 6);
            }

            using var turned = await PictureAsync(client, photo, "preview");
            Assert.InRange(Difference(picture, turned), 0, 3);
            using var small = await PictureAsync(client, photo, "thumb");
            Assert.Equal(picture.Cols > picture.Rows, small.Cols > small.Rows);

            // What was uploaded can still be had, as it came.
            Assert.Equal(files[ids.IndexOf(id)], await client.GetByteArrayAsync(new Uri($"/api/v1/photos/{id}/image?size=original", UriKind.Relative)));
        }
    }

    /// <summary>A photo's picture in a size, asked for as the pages do; it may be kept for good.</summary>
    internal static async Task<Mat> PictureAsync(HttpClient client, JsonElement photo, string size)
    {
        var (id, version) = (photo.GetProperty("id").GetInt64(), photo.GetProperty("version").GetString());
        using var answer = await client.GetAsync(new Uri($"/api/v1/photos/{id}/image?size={size}&v={version}", UriKind.Relative));
        Assert.Contains("immutable", CacheControlOf(answer.Headers), StringComparison.Ordinal);
        return Cv2.ImDecode(await answer.Content.ReadAsByteArrayAsync(), ImreadModes.Color);
    }

    internal static FaceBox BoxOf(JsonElement face)
    {
        var box = face.GetProperty("box");
        return new(box.GetProperty("x").GetDouble(), box.GetProperty("y").GetDouble(), box.GetProperty("width").GetDouble(),
            box.GetProperty("height").GetDouble());
    }

    internal static async Task<Mat> CropAsync(HttpClient client, JsonElement face) => Cv2.ImDecode(
        await client.GetByteArrayAsync(new Uri($"/api/v1/faces/{face.GetProperty("id").GetInt64()}/crop", UriKind.Relative)), ImreadModes.Color);

    internal static async Task<double> CosineAsync(HttpClient client, JsonElement face, JsonElement other)
    {
        var (a, b) = (await NumbersAsync(client, face), await NumbersAsync(client, other));
        return a.Zip(b, (x, y) => (double)x * y).Sum();
    }

    internal static async Task<float[]> NumbersAsync(HttpClient client, JsonElement face)
    {
        var values = (await client.ReadAsync($"faces/{face.GetProperty("id").GetInt64()}/embedding")).GetProperty("values");
        return [.. values.EnumerateArray().Select(v => v.GetSingle())];
    }

    /// <summary>The mean difference of two pictures of one size, in grey levels.</summary>
    internal static double Difference(Mat a, Mat b)
    {
        Assert.True(Math.Abs(a.Cols - b.Cols) <= 1 && Math.Abs(a.Rows - b.Rows) <= 1, string.Create(
            CultureInfo.InvariantCulture, $"{a.Cols} x {a.Rows} and {b.Cols} x {b.Rows}"));
        using Mat same = new(), difference = new();
        Cv2.Resize(b, same, a.Size());
        Cv2.Absdiff(a, same, difference);
        var mean = Cv2.Mean(difference);
        return (mean.Val0 + mean.Val1 + mean.Val2) / 3;
    }

    private static string CacheControlOf(HttpResponseHeaders headers) => string.Join(',', headers.GetValues("Cache-Control"));
}
