using FaceWeb.Tests.Training;

namespace FaceWeb.Tests.Browser;

/// <summary>Real photos of people of whom a few faces are confirmed, so that the others are suggested.</summary>
internal static class TaughtPeople
{
    /// <summary>Uploads at most 20 photos of each person, waits until they are analysed, and confirms the largest face on the first four.</summary>
    public static async Task UploadAndTeachAsync(this HttpClient client, List<(string Name, string[] Files)> folders)
    {
        var album = await client.NewAlbumAsync("Known");
        var items = new List<object>();
        foreach (var (name, files) in folders)
        {
            var photos = await client.UploadAsync(album, files.Take(20).Select(f => (Path.GetFileName(f), File.ReadAllBytes(f))));
            await client.AllDoneAsync();
            foreach (var photo in photos.Take(4))
            {
                var face = (await client.ReadAsync($"photos/{photo}")).GetProperty("faces").EnumerateArray()
                    .MaxBy(f => f.GetProperty("box").GetProperty("width").GetDouble());
                items.Add(new { faceId = face.GetProperty("id").GetInt64(), decision = "confirmed", personName = name.Replace('_', ' ') });
            }
        }
        await client.PostAsync("faces/decisions", new { items });
        await client.AllDoneAsync();
    }
}
