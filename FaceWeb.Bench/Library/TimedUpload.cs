using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace FaceWeb.Bench.Library;

/// <summary>Photos that went through the API into a new album of a running FaceWeb, until each had its names.</summary>
/// <param name="SentSeconds">Until the last was taken in.</param>
/// <param name="Seconds">Until no work was left.</param>
/// <param name="ProcessorSeconds">What the server's process had of the processor meanwhile.</param>
/// <param name="PeakMegabytes">The most that its process had in memory.</param>
/// <param name="MegabytesEveryFiveSeconds">What it had, every five seconds.</param>
/// <param name="Photos">The photos of the album.</param>
/// <param name="Failed">Those of them that could not be read.</param>
internal sealed record TimedUpload(
    double SentSeconds, double Seconds, double ProcessorSeconds, long PeakMegabytes, IReadOnlyList<long> MegabytesEveryFiveSeconds, int Photos, int Failed)
{
    private const int FilesOfARequest = 20;
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    /// <summary>Makes an album, uploads and waits.</summary>
    /// <param name="server">Where; nothing else may be going on there.</param>
    /// <param name="paths">The photos.</param>
    /// <param name="tail">
    /// What is sent after each file's end, so that a FaceWeb that has these photos takes them for others: what follows a JPEG's end is no part of it.
    /// </param>
    /// <param name="log">Is told if a photo is not analysed at the end.</param>
    public static TimedUpload Of(FaceWebServer server, IReadOnlyList<string> paths, byte[] tail, TextWriter log)
    {
        var before = server.ProcessorTime;
        var watch = Stopwatch.StartNew();
        using var made = new StringContent("{\"name\":\"Album\"}", Encoding.UTF8, "application/json");
        using var answer = server.Client.PostAsync(new Uri("albums", UriKind.Relative), made).GetAwaiter().GetResult();
        answer.EnsureSuccessStatusCode();
        using var album = JsonDocument.Parse(answer.Content.ReadAsStringAsync().GetAwaiter().GetResult());
        var id = album.RootElement.GetProperty("id").GetInt64();
        foreach (var part in paths.Chunk(FilesOfARequest))
            Send(server, id, part, tail);
        var sent = watch.Elapsed.TotalSeconds;
        double seconds;
        var memory = new List<long>();
        long peak = 0;
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
        var state = server.Get($"albums/{id}");
        if (state.GetProperty("analysed").GetInt32() != state.GetProperty("photos").GetInt32())
            log.WriteLine($"Not analysed: {state}");
        return new TimedUpload(
            Math.Round(sent, 2), Math.Round(seconds - 0.3, 2), Math.Round((server.ProcessorTime - before).TotalSeconds, 2), peak / 1_000_000, memory,
            state.GetProperty("photos").GetInt32(), state.GetProperty("failed").GetInt32());
    }

    private static void Send(FaceWebServer server, long album, string[] paths, byte[] tail)
    {
        using var content = new MultipartFormDataContent();
        foreach (var path in paths)
        {
            var file = new ByteArrayContent([.. File.ReadAllBytes(path), .. tail]);
            file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            content.Add(file, "files", Path.GetFileName(path));
        }
        using var answer = server.Client.PostAsync(new Uri($"albums/{album}/photos", UriKind.Relative), content).GetAwaiter().GetResult();
        answer.EnsureSuccessStatusCode();
    }
}
