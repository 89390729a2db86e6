using System.Diagnostics;
using System.Text.Json;
using FaceWeb.Bench.Library;
using FaceWeb.Bench.Speed;

namespace FaceWeb.Bench.Load;

/// <summary>
/// Many people at once on a large library: signed-in visitors open pages, each with its circuit, while others upload and one trains. A raw
/// WebSocket stands for the browser: it starts the circuit and says of each picture of the page that it was drawn, but runs no script.
/// </summary>
public sealed class LoadProgram : IBenchProgram
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public string Name => "load";

    /// <inheritdoc/>
    public string Usage => "--data FOLDER_OF_LIBRARY --images DIR [--minutes 10] [--visitors 50] [--uploaders 5] [--think 3] [--upload-pause 0] "
        + "[--train-every 30] [--train yes|no] [--faceweb FaceWeb.dll]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var folder = Path.GetFullPath(options.Text("data"));
        if (!File.Exists(Path.Combine(folder, "faceweb.db")))
            throw new BenchOptionException($"--data: there is no library in {folder}. Make one by: library --data {folder}");
        var images = PhotoFolder.Paths(options.Folder("images")).Order(StringComparer.Ordinal).ToList();
        var minutes = TimeSpan.FromMinutes(options.Number("minutes", 10));
        var (visitors, uploaders) = (options.Count("visitors", 50), (int)options.Number("uploaders", 5));
        var think = TimeSpan.FromSeconds(options.Number("think", 3));
        var (pause, trainEvery) = (TimeSpan.FromSeconds(options.Number("upload-pause", 0)), TimeSpan.FromSeconds(options.Number("train-every", 30)));
        var trains = options.Says("train", otherwise: true);
        var program = FaceWebServer.ProgramOf(options);
        options.RefuseUnknown();
        if (images.Count == 0)
            throw new BenchOptionException("--images: there is no photo in the folder.");

        var backups = Directory.CreateTempSubdirectory("faceweb-load-backups-");
        try
        {
            using var server = FaceWebServer.Start(program, folder, $"--FaceWeb:Backup:Folder={backups.FullName}");
            server.WaitForRest();
            log.WriteLine("The library is ready; the visitors come.");
            return RunAsync(server, images, minutes, visitors, uploaders, think, pause, trains ? trainEvery : null, log).GetAwaiter().GetResult();
        }
        finally
        {
            backups.Delete(recursive: true);
        }
    }

    private static async Task<object> RunAsync(
        FaceWebServer server, List<string> images, TimeSpan minutes, int visitors, int uploaders, TimeSpan think, TimeSpan pause,
        TimeSpan? trainEvery, TextWriter log)
    {
        var figures = new LoadFigures();
        var (uploaded, trained, slowedDown) = (0, 0, 0);
        var run = Guid.NewGuid().ToByteArray();
        using var end = new CancellationTokenSource();
        var pages = Pages(server);
        var processor = server.ProcessorTime;
        var watch = Stopwatch.StartNew();
        var work = Enumerable.Range(0, visitors).Select(i => Task.Run(() => VisitAsync(i))).ToList();
        work.AddRange(Enumerable.Range(0, uploaders).Select(i => Task.Run(() => UploadAsync(i))));
        if (trainEvery is { } every)
            work.Add(Task.Run(() => TrainAsync(every)));
        var memory = new List<long>();
        var copied = false;
        while (watch.Elapsed < minutes)
        {
            await Task.Delay(LookAgain);
            memory.Add(server.Bytes / 1_000_000);
            if (!copied && watch.Elapsed > minutes / 2)
            {
                copied = true;
                await figures.TimeAsync("backup asked for", () => PostAsync("backups", mayRun: false), end.Token);
            }
        }
        var (lasted, busy) = (watch.Elapsed, server.ProcessorTime - processor);
        await end.CancelAsync();
        await Task.WhenAll(work);
        log.WriteLine($"{uploaded} photos uploaded, {trained} trainings asked for, {figures.Failed} requests failed.");
        // What still waits can take longer than the visit did.
        log.WriteLine(JsonSerializer.Serialize(figures.Report()));
        server.WaitForRest();
        var backups = server.Get("backups");
        return new
        {
            processor = Processor.Name,
            cores = Environment.ProcessorCount,
            minutes = Math.Round(lasted.TotalMinutes, 1),
            visitors,
            uploaders,
            uploaded,
            uploadsSlowedDown = slowedDown,
            trained,
            figures = figures.Report(),
            processorSeconds = Math.Round(busy.TotalSeconds, 1),
            megabytes = new { first = memory[0], last = memory[^1], peak = memory.Max(), atRest = server.Bytes / 1_000_000, everyFiveSeconds = memory },
            backups,
            damagedFilesInBackup = copied && backups.GetArrayLength() > 0 ? Damaged(backups[0].GetProperty("name").GetString()!) : (int?)null,
        };

        int Damaged(string backup)
        {
            using var answer = server.Client.PostAsync(new Uri($"backups/{backup}/verify", UriKind.Relative), null).GetAwaiter().GetResult();
            return JsonDocument.Parse(answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync().GetAwaiter().GetResult())
                .RootElement.GetProperty("damaged").GetInt32();
        }

        async Task VisitAsync(int number)
        {
            var random = new Random(number);
            using var visitor = new Visitor(server.Address);
            // Fifty who sign in from one address within a second are taken for somebody who guesses passwords.
            await Task.Delay(TimeSpan.FromSeconds(0.3 * number), end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            await figures.TimeAsync("sign-in", () => visitor.SignInAsync(FaceWebServer.Email, FaceWebServer.Password), end.Token);
            while (!end.IsCancellationRequested)
            {
                var (kind, path) = pages[random.Next(pages.Count)];
                await figures.TimeAsync(kind, shown => visitor.VisitAsync(path, random.NextDouble() * 2 * think, shown, end.Token), end.Token);
                var face = random.Next(1, 1000);
                await figures.TimeAsync("picture of a face", () => visitor.FetchAsync($"/api/v1/faces/{face}/crop"), end.Token);
            }
        }

        async Task UploadAsync(int number)
        {
            var album = server.Get("albums").GetProperty("items")[number].GetProperty("id").GetInt64();
            for (var i = number; !end.IsCancellationRequested; i += uploaders)
            {
                await figures.TimeAsync("upload of a photo", async () =>
                {
                    using var form = new MultipartFormDataContent();
                    // Another photo each time, or it would be known already: what follows a JPEG's end is no part of its picture.
                    var bytes = (await File.ReadAllBytesAsync(images[i % images.Count])).Concat(run).Concat(BitConverter.GetBytes(i)).ToArray();
                    form.Add(new ByteArrayContent(bytes), "files", $"load-{i}.jpg");
                    using var answer = await server.Client.PostAsync(new Uri($"albums/{album}/photos", UriKind.Relative), form, end.Token);
                    if ((int)answer.StatusCode is 429 or 503)
                    {
                        Interlocked.Increment(ref slowedDown);
                        await Task.Delay(1000, end.Token);
                        return;
                    }
                    answer.EnsureSuccessStatusCode();
                    Interlocked.Increment(ref uploaded);
                }, end.Token);
                await Task.Delay(pause, end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }

        async Task TrainAsync(TimeSpan every)
        {
            while (!end.IsCancellationRequested)
            {
                await figures.TimeAsync("training asked for", () => PostAsync("classifier/train", mayRun: true), end.Token);
                trained++;
                await Task.Delay(every, end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }

        async Task PostAsync(string path, bool mayRun)
        {
            using var answer = await server.Client.PostAsync(new Uri(path, UriKind.Relative), null, end.Token);
            // A training that runs already is an answer.
            if (!mayRun || (int)answer.StatusCode != 409)
                answer.EnsureSuccessStatusCode();
        }
    }

    private static List<(string Kind, string Path)> Pages(FaceWebServer server)
    {
        var pages = new List<(string, string)>
        {
            ("/", "/"), ("/people", "/people"), ("/people/ID with most faces", "/people/1"), ("/review", "/review"), ("/groups", "/groups"),
            ("/people/same", "/people/same"), ("/admin/jobs", "/admin/jobs"), ("/faces/ID", "/faces/1"), ("/trash", "/trash"),
        };
        foreach (var album in server.Get("albums").GetProperty("items").EnumerateArray().Take(10).Select(a => a.GetProperty("id").GetInt64()))
        {
            pages.Add(("/albums/ID", $"/albums/{album}"));
            foreach (var photo in server.Get($"albums/{album}/photos").GetProperty("items").EnumerateArray().Take(2))
                pages.Add(("/photos/ID", $"/photos/{photo.GetProperty("id").GetInt64()}"));
        }
        pages.AddRange(Enumerable.Range(2, 10).Select(person => ("/people/ID", $"/people/{person}")));
        return pages;
    }
}
