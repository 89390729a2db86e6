using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace FaceWeb.Bench.Library;

/// <summary>
/// Deletes the person with most faces and an album of a large library, brings both back, and then deletes and forgets them for good: how long
/// each takes, how long a page takes meanwhile, and what stays in the files of the measurements that were forgotten.
/// </summary>
internal sealed class LibraryDeeds(FaceWebServer server, string folder, TextWriter log)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    /// <summary>Does everything, in this order.</summary>
    public object Do()
    {
        const long Person = 1;
        var album = First("albums");
        var measured = Measurements(Person);
        var traces = new ByteTraces(measured);
        var deeds = new List<object>
        {
            Deed("person to the trash", () => Send(HttpMethod.Post, $"people/{Person}/trash")),
            Deed("person brought back", () => Send(HttpMethod.Post, $"trash/{First("trash")}/bring-back")),
            Deed("album to the trash", () => Send(HttpMethod.Delete, $"albums/{album}")),
            Deed("album brought back", () => Send(HttpMethod.Post, $"trash/{First("trash")}/bring-back")),
            Deed("album to the trash again", () => Send(HttpMethod.Delete, $"albums/{album}")),
            Deed("album deleted for good", () => Send(HttpMethod.Delete, $"trash/{First("trash")}")),
        };
        // Of the measurements that the album took with it, the person's are gone already.
        var before = traces.CountIn(folder);
        deeds.Add(Deed("person forgotten with all measurements", () => Send(HttpMethod.Delete, $"people/{Person}?faces=true")));
        var watch = Stopwatch.StartNew();
        server.WaitForRest();
        return new
        {
            deeds,
            secondsUntilRest = Math.Round(watch.Elapsed.TotalSeconds, 1),
            measurementsBefore = measured.Count,
            foundInFilesBeforeForgetting = before,
            foundInFilesAfterwards = traces.CountIn(folder),
        };
    }

    private long First(string list) => server.Get(list).GetProperty("items")[0].GetProperty("id").GetInt64();

    private void Send(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        using var answer = server.Client.SendAsync(request).GetAwaiter().GetResult();
        answer.EnsureSuccessStatusCode();
    }

    // Meanwhile somebody looks at one photo again and again.
    private object Deed(string deed, Action action)
    {
        var photo = server.Get($"albums/{server.Get("albums").GetProperty("items")[1].GetProperty("id").GetInt64()}/photos")
            .GetProperty("items")[0].GetProperty("id").GetInt64();
        using var end = new CancellationTokenSource();
        var looks = Task.Run(async () =>
        {
            var slowest = 0.0;
            while (!end.IsCancellationRequested)
            {
                var look = Stopwatch.StartNew();
                server.Get($"photos/{photo}");
                slowest = Math.Max(slowest, look.Elapsed.TotalMilliseconds);
                await Task.Delay(LookAgain);
            }
            return slowest;
        });
        var watch = Stopwatch.StartNew();
        action();
        var took = watch.Elapsed.TotalSeconds;
        end.Cancel();
        var slowest = looks.GetAwaiter().GetResult();
        log.WriteLine($"{deed}: {took:N1} s; a photo took at most {slowest:N0} ms meanwhile.");
        return new { deed, seconds = Math.Round(took, 2), slowestPhotoMilliseconds = Math.Round(slowest) };
    }

    private List<byte[]> Measurements(long person)
    {
        using var database = new SqliteConnection($"Data Source={Path.Combine(folder, "faceweb.db")};Mode=ReadOnly;Pooling=False");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = $"SELECT e.Vector FROM Embeddings e JOIN Faces f ON f.Id = e.FaceId WHERE f.PersonId = {person}";
        using var rows = command.ExecuteReader();
        var found = new List<byte[]>();
        while (rows.Read())
            found.Add((byte[])rows[0]);
        return found;
    }
}
