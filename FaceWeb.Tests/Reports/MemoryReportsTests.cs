using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using OpenCvSharp;
using Xunit.Abstractions;

namespace FaceWeb.Tests.Reports;

/// <summary>Reported of other products: an album of small and crowded photos in turn makes the analysis grow until the system ends it.</summary>
public sealed class MemoryReportsTests(ITestOutputHelper output)
{
    private const int Across = 10;

    [SkippableFact]
    public async Task Photos_with_1_and_100_faces_in_turn_leave_the_memory_where_it_was()
    {
        var lfw = Repository.SharedOrSkip("data", "lfw-dev", "images");
        var count = LongRun.Or(6, 300);
        var faces = Directory.EnumerateFiles(lfw, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(500).ToList();
        using var folder = new DataFolder();
        await using var faceWeb = await FaceWebProcess.StartAsync(folder.Path);
        var client = faceWeb.Client;
        var album = await client.NewAlbumAsync("In turn");
        var memory = new List<long>();
        foreach (var part in Enumerable.Range(0, count).Chunk(count / 6))
        {
            await client.UploadAsync(album, part.Select(i => ($"{i}.jpg", i % 2 == 0 ? File.ReadAllBytes(faces[i % faces.Count]) : Crowd(faces, i))));
            await client.AllDoneAsync(60);
            memory.Add(faceWeb.MemoryBytes >> 20);
        }
        var found = folder.Number("SELECT COUNT(*) FROM Faces");
        output.WriteLine($"{count} photos, {found} faces; MB after each sixth: {string.Join(", ", memory)}");
        Assert.InRange(found, count / 2 * 80, count / 2 * 110);
        // From the second sixth on everything is loaded.
        Assert.InRange(memory[^1] - memory[1], long.MinValue, 150);
    }

    private static byte[] Crowd(List<string> faces, int seed)
    {
        const int side = 110;
        using var crowd = new Mat(Across * side, Across * side, MatType.CV_8UC3);
        for (var i = 0; i < Across * Across; i++)
        {
            using var photo = Cv2.ImRead(faces[((seed * 31) + i) % faces.Count]);
            using var middle = new Mat(photo, new Rect(60, 60, 130, 130));
            using var place = new Mat(crowd, new Rect(i % Across * side, i / Across * side, side, side));
            using var small = new Mat();
            Cv2.Resize(middle, small, new Size(side, side), 0, 0, InterpolationFlags.Area);
            small.CopyTo(place);
        }
        return crowd.ImEncode(".jpg");
    }
}
