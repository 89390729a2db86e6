using System.Globalization;

namespace FaceWeb.Bench.Kills;

/// <summary>
/// Somebody who works on albums and people of their own, one deed after another, beside the other lanes: so it is known exactly what was answered
/// in a lane and what must therefore be there after any kill.
/// </summary>
internal sealed class Lane(int number, int seed, IReadOnlyList<string> photos, Ledger ledger)
{
    private const int MostPhotos = 40;
    private const int NamesOfALane = 7;

    private readonly Random random = new(seed);
    private int files;

    /// <summary>Its number.</summary>
    public int Number => number;

    /// <summary>How the names of all its albums, files and people begin.</summary>
    public string Prefix => $"Lane {number} ";

    /// <summary>What was said in it, as the database has it now.</summary>
    public LaneRows Read() => LaneRows.Read(ledger.Stage.Database, Prefix);

    /// <summary>Does one deed.</summary>
    /// <param name="api">FaceWeb.</param>
    /// <returns>The answer; null when FaceWeb is dead.</returns>
    public async Task<Answer?> ActAsync(Api api)
    {
        var rows = Read();
        if (rows.Albums.Count == 0)
        {
            return await SayAsync(
                Deed.Upload, () => api.PostAsync("albums", new { name = $"{Prefix}album {random.Next(1_000_000)}" }));
        }
        if (rows.Photos.Count == 0 || rows.Faces.Count == 0 || (rows.Photos.Count < MostPhotos && random.Next(4) == 0))
            return await SayAsync(Deed.Upload, () => UploadAsync(api, Any(rows.Albums)));
        return random.Next(24) switch
        {
            0 or 1 when rows.People.Count > 2 => await MergeAsync(api, rows),
            2 when rows.People.Count > 0 => await SayAsync(
                Deed.Rename, () => api.PatchAsync($"people/{Any(rows.People)}", new { name = Name($"{random.Next(1000)}th") })),
            3 or 4 => await SayAsync(Deed.Trash, () => api.DeleteAsync($"photos/{Any(rows.Photos)}")),
            5 when rows.Albums.Count > 0 && random.Next(2) == 0 => await SayAsync(Deed.Trash, () => api.DeleteAsync($"albums/{Any(rows.Albums)}")),
            6 or 7 when rows.People.Count > 1 => await SayAsync(Deed.Trash, () => api.PostAsync($"people/{Any(rows.People)}/trash")),
            8 or 9 or 10 or 11 when rows.Trash.Count > 0 => await SayAsync(
                Deed.BringBack, () => api.PostAsync($"trash/{Any(rows.Trash)}/bring-back")),
            12 when rows.Trash.Count > 0 => await SayAsync(Deed.Forget, () => api.DeleteAsync($"trash/{Any(rows.Trash)}")),
            13 when rows.People.Count > 3 => await SayAsync(
                Deed.Forget, () => api.DeleteAsync($"people/{Any(rows.People)}?faces={(random.Next(2) == 0 ? "true" : "false")}")),
            14 => await SayAsync(Deed.Analysis, () => api.PostAsync($"albums/{Any(rows.Albums)}/analyse")),
            _ => await SayAsync(Deed.Decide, () => DecideAsync(api, rows)),
        };
    }

    private async Task<Answer?> SayAsync(Deed deed, Func<Task<Answer?>> send)
    {
        var entry = ledger.Begin(deed, number, says: true);
        var answer = await send();
        if (answer is not null)
            ledger.End(entry, answer, () => new Dictionary<int, LaneRows> { [number] = Read() });
        return answer;
    }

    private async Task<Answer?> UploadAsync(Api api, long album)
    {
        using var content = new MultipartFormDataContent();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            // Bytes after a JPEG's end change its hash and nothing else.
            var end = new byte[16];
            random.NextBytes(end);
            var file = new ByteArrayContent([.. await File.ReadAllBytesAsync(photos[random.Next(photos.Count)]), .. end]);
            content.Add(file, "files", string.Create(CultureInfo.InvariantCulture, $"{Prefix}{++files} {random.Next(1_000_000)}.jpg"));
        }
        return await api.SendAsync(HttpMethod.Post, $"albums/{album}/photos", content);
    }

    private Task<Answer?> DecideAsync(Api api, LaneRows rows)
    {
        var items = new List<object>();
        foreach (var face in random.GetItems(rows.Faces.ToArray(), random.Next(1, 6)).Distinct())
        {
            items.Add(random.Next(12) switch
            {
                0 => new { faceId = face, decision = "ignored" },
                1 => new { faceId = face, decision = "notAFace" },
                2 => new { faceId = face, decision = "undecided" },
                3 or 4 when rows.People.Count > 0 => new { faceId = face, decision = "rejected", personId = Any(rows.People) },
                < 9 when rows.People.Count >= NamesOfALane => new { faceId = face, decision = "confirmed", personId = Any(rows.People) },
                _ => new { faceId = face, decision = "confirmed", personName = Name($"{random.Next(NamesOfALane)}") },
            });
        }
        return api.PostAsync("faces/decisions", new { items });
    }

    private Task<Answer?> MergeAsync(Api api, LaneRows rows)
    {
        var (into, from) = (Any(rows.People), Any(rows.People));
        return into == from
            ? SayAsync(Deed.Decide, () => DecideAsync(api, rows))
            : SayAsync(Deed.Merge, () => api.PostAsync($"people/{into}/merge", new { from = new[] { from } }));
    }

    private string Name(string which) => $"{Prefix}person {which}";

    private long Any(List<long> keys) => keys[random.Next(keys.Count)];
}
