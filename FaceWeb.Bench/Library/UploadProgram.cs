using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FaceWeb.Bench.Speed;

namespace FaceWeb.Bench.Library;

/// <summary>
/// Uploads photos through the API into a new FaceWeb and waits until each has its names; then (in turn) the same photos through the bare
/// pipeline. The ratio is what everything around the models costs.
/// </summary>
public sealed class UploadProgram : IBenchProgram
{
    private const int FilesOfARequest = 20;
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public string Name => "upload";

    /// <inheritdoc/>
    public string Usage => "--images DIR [--max-photos 240] [--rounds 3] [--faceweb FaceWeb.dll]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var folder = options.Folder("images");
        var paths = PhotoFolder.Paths(folder).Order(StringComparer.Ordinal).Take(options.Count("max-photos", 240)).ToList();
        var rounds = options.Count("rounds", 3);
        var program = FaceWebServer.ProgramOf(options);
        using var pipeline = options.OpenPipeline();
        var parallel = options.Pipeline.Parallelism;
        options.RefuseUnknown();
        if (paths.Count == 0)
            throw new BenchOptionException($"--images: there is no photo in {folder}.");
        var uploads = new List<Uploaded>();
        var alone = new List<PipelineRun>();
        for (var round = 0; round < rounds; round++)
        {
            uploads.Add(Upload(program, paths, log));
            alone.Add(PipelineRun.Of(pipeline, paths, parallel));
            log.WriteLine($"{uploads[^1].Seconds:N1} s from upload to names, {alone[^1].Seconds:N1} s in the pipeline alone.");
        }
        return new
        {
            processor = Processor.Name,
            cores = Environment.ProcessorCount,
            photos = paths.Count,
            uploadToNamedSeconds = Median(uploads.Select(u => u.Seconds)),
            pipelineSeconds = Median(alone.Select(a => a.Seconds)),
            ratio = Median(uploads.Zip(alone, (u, a) => u.Seconds / a.Seconds)),
            ratioOfProcessorTime = Median(uploads.Zip(alone, (u, a) => u.ProcessorSeconds / a.ProcessorSeconds)),
            uploads,
            pipelineProcessorSeconds = alone.Select(a => a.ProcessorSeconds),
        };
    }

    private static Uploaded Upload(string program, List<string> paths, TextWriter log)
    {
        var folder = Directory.CreateTempSubdirectory("faceweb-bench-").FullName;
        try
        {
            using var server = FaceWebServer.Start(program, folder);
            server.WaitForRest();
            var before = server.ProcessorTime;
            var watch = Stopwatch.StartNew();
            using var made = new StringContent("{\"name\":\"Album\"}", Encoding.UTF8, "application/json");
            using var answer = server.Client.PostAsync(new Uri("albums", UriKind.Relative), made).GetAwaiter().GetResult();
            answer.EnsureSuccessStatusCode();
            using var album = JsonDocument.Parse(answer.Content.ReadAsStringAsync().GetAwaiter().GetResult());
            var id = album.RootElement.GetProperty("id").GetInt64();
            foreach (var part in paths.Chunk(FilesOfARequest))
                Send(server, id, part);
            var sent = watch.Elapsed.TotalSeconds;
            double seconds;
            var memory = new List<long>();
            long peak = 0;
            var photos = $"albums/{id}";
            for (var quiet = 0; ; Thread.Sleep(100))
            {
                var bytes = server.Bytes;
                peak = Math.Max(peak, bytes);
                if (watch.Elapsed > (memory.Count + 1) * Step)
                    memory.Add(bytes / 1_000_000);
                quiet = server.IsAtRest ? quiet + 1 : 0;
                seconds = watch.Elapsed.TotalSeconds;
                if (quiet == 3)
                    break;
            }
            var state = server.Get(photos);
            if (state.GetProperty("analysed").GetInt32() != state.GetProperty("photos").GetInt32())
                log.WriteLine($"Not analysed: {state}");
            return new Uploaded(
                Math.Round(sent, 2), Math.Round(seconds - 0.3, 2), Math.Round((server.ProcessorTime - before).TotalSeconds, 2), peak / 1_000_000, memory,
                state.GetProperty("photos").GetInt32(), state.GetProperty("failed").GetInt32());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Send(FaceWebServer server, long album, string[] paths)
    {
        using var content = new MultipartFormDataContent();
        foreach (var path in paths)
        {
            var file = new StreamContent(File.OpenRead(path));
            file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            content.Add(file, "files", Path.GetFileName(path));
        }
        using var answer = server.Client.PostAsync(new Uri($"albums/{album}/photos", UriKind.Relative), content).GetAwaiter().GetResult();
        answer.EnsureSuccessStatusCode();
    }

    private static double Median(IEnumerable<double> values) => Math.Round(Ranks.Median(values), 3);

    private sealed record Uploaded(
        double SentSeconds, double Seconds, double ProcessorSeconds, long PeakMegabytes, IReadOnlyList<long> MegabytesEveryFiveSeconds,
        int Photos, int Failed);
}
