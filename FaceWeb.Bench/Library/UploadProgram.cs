using FaceWeb.Bench.Speed;

namespace FaceWeb.Bench.Library;

/// <summary>
/// Uploads photos through the API into a new FaceWeb and waits until each has its names; then (in turn) the same photos through the bare
/// pipeline. The ratio is what everything around the models costs.
/// </summary>
public sealed class UploadProgram : IBenchProgram
{
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
        var uploads = new List<TimedUpload>();
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

    private static TimedUpload Upload(string program, List<string> paths, TextWriter log)
    {
        var folder = Directory.CreateTempSubdirectory("faceweb-bench-").FullName;
        try
        {
            using var server = FaceWebServer.Start(program, folder);
            server.WaitForRest();
            return TimedUpload.Of(server, paths, [], log);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Median(IEnumerable<double> values) => Math.Round(Ranks.Median(values), 3);
}
