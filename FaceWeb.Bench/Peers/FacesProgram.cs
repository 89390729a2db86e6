using System.Diagnostics;
using System.Text.Json;
using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Bench.Peers;

/// <summary>
/// Measures photos one after the other and writes a line of JSON for each, as the programs that FaceWeb is compared with do: boxes, scores,
/// embeddings, times. The first photo is measured once beforehand.
/// </summary>
public sealed class FacesProgram : IBenchProgram
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <inheritdoc/>
    public string Name => "faces";

    /// <inheritdoc/>
    public string Usage => "--images DIR --list FILE_OF_PATHS --out FILE [--pack DIR] [--setting fast|careful] [--smallest-face PX]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var folder = options.Folder("images");
        var names = File.ReadAllLines(options.File("list")).Where(line => line.Length > 0).ToList();
        using var output = new StreamWriter(options.Text("out"));
        using var pipeline = options.OpenPipeline();
        options.RefuseUnknown();
        var found = 0;
        for (var i = -1; i < names.Count; i++)
        {
            var name = names[Math.Max(0, i)];
            var processor = Environment.CpuUsage.TotalTime;
            var watch = Stopwatch.StartNew();
            using var pixels = PhotoPixels.Decode(Path.Combine(folder, name), new PhotoLimits());
            var decoded = watch.Elapsed.TotalMilliseconds;
            var faces = pipeline.Measure(pixels).Faces;
            var photo = new PeerPhoto(
                name, watch.Elapsed.TotalMilliseconds, decoded, (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds,
                [.. faces.Select(
                    f => new PeerFace(f.Box.X, f.Box.Y, f.Box.Width, f.Box.Height, f.DetectorScore, pipeline.Recognition.Join(f.Embeddings)))], null);
            if (i < 0)
                continue;
            found += faces.Count;
            output.WriteLine(JsonSerializer.Serialize(photo, Json));
        }
        using var self = Process.GetCurrentProcess();
        output.WriteLine(JsonSerializer.Serialize(new { peakMegabytes = self.PeakWorkingSet64 / 1e6 }, Json));
        return new { photos = names.Count, faces = found };
    }
}
