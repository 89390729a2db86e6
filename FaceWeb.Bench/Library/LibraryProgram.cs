using System.Diagnostics;
using FaceWeb.Bench.Speed;

namespace FaceWeb.Bench.Library;

/// <summary>
/// Writes a large library and asks a FaceWeb on it for what each page shows: how long that takes, and which queries are slowest.
/// </summary>
public sealed class LibraryProgram : IBenchProgram
{
    private const int Rounds = 7;

    /// <inheritdoc/>
    public string Name => "library";

    /// <inheritdoc/>
    public string Usage => "--data NEW_OR_MADE_FOLDER [--photos 100000] [--faces 300000] [--people 2000] [--largest 20000] [--albums 200] [--seed 1] "
        + "[--delete no|yes] [--faceweb FaceWeb.dll]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var folder = Path.GetFullPath(options.Text("data"));
        var photos = options.Count("photos", 100_000);
        var faces = options.Count("faces", 300_000);
        var people = options.Count("people", 2_000);
        var size = new LibrarySize(
            photos, faces, people, Math.Min(photos, options.Count("largest", Math.Max(2, faces / 15))),
            Math.Min(photos, options.Count("albums", Math.Max(1, photos / 500))));
        var seed = options.Count("seed", 1);
        var deletes = options.Says("delete", otherwise: false);
        var program = FaceWebServer.ProgramOf(options);
        options.RefuseUnknown();
        if (size.Confirmed + (size.Confirmed / 4) > size.Faces || size.Largest + size.People > size.Confirmed)
            throw new BenchOptionException("There are too few faces for so many people: two thirds of the faces are shared among them.");

        var written = LibraryWriter.WriteNew(program, folder, size, seed, log);
        log.WriteLine("FaceWeb starts on it and suggests names for all undecided faces.");
        var started = Stopwatch.StartNew();
        using var server = FaceWebServer.Start(program, folder);
        var answered = started.Elapsed.TotalSeconds;
        server.WaitForRest();
        var settled = started.Elapsed.TotalSeconds;
        using (server.Client.DeleteAsync(new Uri("health/queries", UriKind.Relative)).GetAwaiter().GetResult())
        {
        }
        var pages = Measure(server, log);
        return new
        {
            processor = Processor.Name,
            cores = Environment.ProcessorCount,
            size,
            secondsToWrite = written,
            secondsToFirstAnswer = Math.Round(answered, 1),
            secondsUntilNamesAreSuggested = Math.Round(settled, 1),
            megabytes = server.Bytes / 1_000_000,
            pages,
            slowestQueries = server.Get("health/queries"),
            deeds = deletes ? new LibraryDeeds(server, folder, log).Do() : null,
        };
    }

    private static List<object> Measure(FaceWebServer server, TextWriter log)
    {
        var album = server.Get("albums").GetProperty("items")[0].GetProperty("id").GetInt64();
        var photo = server.Get($"albums/{album}/photos").GetProperty("items")[0].GetProperty("id").GetInt64();
        (string Page, string Path)[] asked =
        [
            ("albums", "albums?pageSize=60"),
            ("albums, last page", "albums?page=4&pageSize=50"),
            ("album", $"albums/{album}"),
            ("album's photos", $"albums/{album}/photos?pageSize=100"),
            ("photo", $"photos/{photo}"),
            ("people", "people?pageSize=100"),
            ("people, far down", "people?page=15&pageSize=100"),
            ("people by name", "people?search=001"),
            ("person with most faces", "people/1"),
            ("their faces", "people/1/faces?pageSize=100"),
            ("their faces, far down", "people/1/faces?page=150&pageSize=100"),
            ("their history", "people/1/history"),
            ("review", "review/faces"),
            ("groups", "groups?pageSize=50"),
            ("why this name", "faces/1/explanation"),
            ("look-alikes", "people/proposals"),
            ("jobs", "jobs"),
        ];
        var pages = new List<object>();
        foreach (var (page, path) in asked)
        {
            var times = new double[Rounds];
            for (var i = 0; i < Rounds; i++)
            {
                var watch = Stopwatch.StartNew();
                server.Get(path);
                times[i] = watch.Elapsed.TotalMilliseconds;
            }
            Array.Sort(times);
            log.WriteLine($"{page}: {times[Rounds / 2]:N0} ms, at most {times[^1]:N0} ms.");
            pages.Add(new { page, path, medianMilliseconds = Math.Round(times[Rounds / 2], 1), slowestMilliseconds = Math.Round(times[^1], 1) });
        }
        return pages;
    }
}
