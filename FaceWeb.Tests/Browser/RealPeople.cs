using System.Text.Json;
using FaceWeb.Tests.Training;

namespace FaceWeb.Tests.Browser;

/// <summary>An album of real people's photos, uploaded and analysed through the API; each photo's person is the face in its middle.</summary>
internal sealed class RealPeople
{
    private readonly HttpClient client;

    private RealPeople(HttpClient client, IReadOnlyList<(string Name, long[] Faces)> people) => (this.client, People) = (client, people);

    /// <summary>The people with their faces.</summary>
    public IReadOnlyList<(string Name, long[] Faces)> People { get; }

    /// <summary>Uploads photos of people from <c>lfw-dev</c>, which <see cref="Repository.SharedOrSkip"/> has found.</summary>
    /// <param name="client">Calls FaceWeb.</param>
    /// <param name="count">How many people.</param>
    /// <param name="photosOfEach">How many photos of each.</param>
    public static async Task<RealPeople> UploadAsync(HttpClient client, int count, int photosOfEach)
    {
        var folders = Directory.GetDirectories(Repository.SharedOrSkip("data", "lfw-dev", "images")).Order(StringComparer.Ordinal)
            .Select(folder => (
                Name: Path.GetFileName(folder).Replace('_', ' '), Files: Directory.GetFiles(folder, "*.jpg").Order(StringComparer.Ordinal).ToArray()))
            .Where(person => person.Files.Length >= photosOfEach).Take(count).ToList();
        Assert.Equal(count, folders.Count);
        var album = await client.NewAlbumAsync("Real people");
        var photos = new List<(string Name, List<long> Ids)>();
        foreach (var (name, files) in folders)
            photos.Add((name,
                await client.UploadAsync(album, files.Take(photosOfEach).Select(file => (Path.GetFileName(file), File.ReadAllBytes(file))))));
        await client.AllDoneAsync();
        var people = new List<(string, long[])>();
        foreach (var (name, ids) in photos)
        {
            var faces = new List<long>();
            foreach (var photo in ids)
            {
                if (await MiddleAsync(client, photo) is { } face)
                    faces.Add(face);
            }
            people.Add((name, [.. faces]));
        }
        return new RealPeople(client, people);
    }

    /// <summary>Confirms faces under a name.</summary>
    public Task ConfirmAsync(string name, params long[] faces) =>
        client.PostAsync("faces/decisions", new { items = faces.Select(face => new { faceId = face, decision = "confirmed", personName = name }) });

    private static async Task<long?> MiddleAsync(HttpClient client, long photo) =>
        (await client.ReadAsync($"photos/{photo}")).GetProperty("faces").EnumerateArray()
            .OrderBy(face => Math.Abs(Middle(face, "x", "width") - 125) + Math.Abs(Middle(face, "y", "height") - 125))
            .Select(face => (long?)face.GetProperty("id").GetInt64()).FirstOrDefault();

    private static double Middle(JsonElement face, string from, string size) =>
        face.GetProperty("box").GetProperty(from).GetDouble() + (face.GetProperty("box").GetProperty(size).GetDouble() / 2);
}
