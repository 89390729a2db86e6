using FaceWeb.Tests.Training;

namespace FaceWeb.Tests.Browser;

/// <summary>People of LFW's photos in the optional folder <c>../shared</c>.</summary>
internal static class LfwPeople
{
    /// <summary>The photos of the first people who have enough; skips the calling test where there are none.</summary>
    public static string[][] OrSkip(int people, int photos) =>
        [.. Directory.GetDirectories(Repository.SharedOrSkip("data", "lfw-dev", "images")).Order(StringComparer.Ordinal)
            .Select(f => Directory.GetFiles(f, "*.jpg").Order(StringComparer.Ordinal).ToArray()).Where(f => f.Length >= photos).Take(people)];

    /// <summary>Uploads the first photos of each person to an album and waits until they are analysed.</summary>
    /// <returns>The photos' keys, person by person.</returns>
    public static async Task<List<long>[]> UploadAsync(HttpClient client, string[][] people, int photos)
    {
        var album = await client.NewAlbumAsync("Some people");
        var ids = new List<List<long>>();
        foreach (var person in people)
            ids.Add(await client.UploadAsync(album, person.Take(photos).Select(f => (Path.GetFileName(f), File.ReadAllBytes(f)))));
        await client.AllDoneAsync();
        return [.. ids];
    }

    /// <summary>Confirms the largest face of each photo.</summary>
    /// <returns>The person's key.</returns>
    public static async Task<long> NameAsync(HttpClient client, string name, IEnumerable<long> photos, long? personId = null)
    {
        var items = new List<object>();
        foreach (var photo in photos)
        {
            var face = (await client.ReadAsync($"photos/{photo}")).GetProperty("faces").EnumerateArray()
                .MaxBy(f => f.GetProperty("box").GetProperty("width").GetDouble());
            items.Add(personId is null
                ? new { faceId = face.GetProperty("id").GetInt64(), decision = "confirmed", personName = name }
                : new { faceId = face.GetProperty("id").GetInt64(), decision = "confirmed", personId });
        }
        var outcome = await client.PostAsync("faces/decisions", new { items });
        await client.AllDoneAsync();
        return outcome.GetProperty("faces")[0].GetProperty("person").GetProperty("id").GetInt64();
    }
}
