using System.Diagnostics;
using FaceWeb.Pipeline;

namespace FaceWeb.Bench.Speed;

/// <summary>How fast photos go through the pipeline, how much of that time the models need at least, and where the rest goes.</summary>
public sealed class PipelineProgram : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "pipeline";

    /// <inheritdoc/>
    public string Usage =>
        "--images DIR [--max-photos N] [--parallel N] [--models prepared|as-it-comes|both] [--rounds N] [--pack DIR] [--setting fast|careful] "
            + "[--smallest-face PX] [--device auto|cpu|cuda]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var folder = options.Folder("images");
        var most = (int)options.Number("max-photos", 500);
        var parallel = options.Pipeline.Parallelism;
        var models = options.Find("models") ?? "prepared";
        if (models is not ("prepared" or "as-it-comes" or "both"))
            throw new BenchOptionException($"--models is prepared, as-it-comes or both, not '{models}'.");
        var rounds = options.Count("rounds", models == "both" ? 3 : 1);
        using var prepared = FacePipeline.Open(options.Pack, options.Pipeline);
        using var asItComes = FacePipeline.Open(options.Pack, options.Pipeline with { Prepare = false });
        options.RefuseUnknown();
        var paths = PhotoFolder.Paths(folder).Order(StringComparer.Ordinal).ToList();
        if (paths.Count > most)
            paths = [.. Enumerable.Range(0, most).Select(i => paths[(int)((long)i * paths.Count / most)])];
        if (paths.Count == 0)
            throw new BenchOptionException($"--images: there are no photos in {folder}.");

        var alone = AloneTimes.Measure(prepared, asItComes);
        var runs = new List<(bool Prepared, PipelineRun Run)>();
        for (var round = 0; round < rounds; round++)
        {
            // In turn, so that a machine that is slower for a while is so for both.
            if (models != "prepared")
                runs.Add((false, PipelineRun.Of(asItComes, paths, parallel)));
            if (models != "as-it-comes")
                runs.Add((true, PipelineRun.Of(prepared, paths, parallel)));
            log.WriteLine(string.Join(", ", runs.TakeLast(models == "both" ? 2 : 1).Select(r =>
                FormattableString.Invariant($"{(r.Prepared ? "prepared" : "as it comes")}: {r.Run.PhotosPerSecond:0.0} photos/s"))));
        }
        return new
        {
            processor = Processor.Name,
            cores = Environment.ProcessorCount,
            preparations = prepared.Preparations.Select(p => $"{p.Role} {p.File}: {p.Sentence}"),
            prepared = Figures(prepared, [.. runs.Where(r => r.Prepared).Select(r => r.Run)], [.. alone.Select(a => a.Prepared)]),
            asItComes = Figures(asItComes, [.. runs.Where(r => !r.Prepared).Select(r => r.Run)], [.. alone.Select(a => a.AsItComes)]),
            timesFaster = models == "both"
                ? Median(runs, r => r.Prepared, r => r.PhotosPerSecond) / Median(runs, r => !r.Prepared, r => r.PhotosPerSecond)
                : (double?)null,
            timesLessProcessorTime = models == "both"
                ? Median(runs, r => !r.Prepared, r => r.ProcessorSeconds) / Median(runs, r => r.Prepared, r => r.ProcessorSeconds)
                : (double?)null,
            models = prepared.Devices.Select((d, i) =>
                new
                {
                    role = d.Role,
                    file = d.File,
                    device = d.Device,
                    asItComesMilliseconds = alone[i].AsItComes,
                    preparedMilliseconds = alone[i].Prepared
                }),
            peakMemoryMegabytes = Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0,
        };
    }

    private static object? Figures(FacePipeline pipeline, List<PipelineRun> runs, double[] alone)
    {
        if (runs.Count == 0)
            return null;
        // The run in the middle of those made.
        var run = runs.OrderBy(r => r.PhotosPerSecond).ElementAt(runs.Count / 2);
        var needed = run.Models.Zip(alone, (m, ms) => m.Pictures * ms / 1000).Sum();
        var threads = run.Seconds * run.Parallel;
        var known = run.Models.Sum(m => m.Total.TotalSeconds) + run.StepSeconds.Values.Sum();
        return new
        {
            photos = run.Photos,
            notReadable = run.NotReadable,
            faces = run.Faces,
            parallel = run.Parallel,
            seconds = run.Seconds,
            photosPerSecond = run.PhotosPerSecond,
            facesPerSecond = run.Faces / run.Seconds,
            processorMillisecondsPerPhoto = 1000 * run.ProcessorSeconds / (run.Photos + run.NotReadable),
            // The time that the runs made would take on a quiet core, over the time that all cores had; beside other work, over the time that
            // was got.
            efficiency = needed / (run.Seconds * Environment.ProcessorCount),
            efficiencyOfProcessorTime = needed / run.ProcessorSeconds,
            // Of the time that the threads had: each thread counts.
            shareInsideModels = run.Models.Sum(m => m.Total.TotalSeconds) / threads,
            sharesOfTheRest = run.StepSeconds.OrderByDescending(s => s.Value).ToDictionary(s => s.Key, s => s.Value / threads),
            shareOfAnythingElse = 1 - (known / threads),
            models = run.Models.Zip(alone, (m, ms) => new
            {
                role = m.Role,
                runs = m.Pictures,
                millisecondsPerRun = m.Pictures == 0 ? 0 : m.Total.TotalMilliseconds / m.Pictures,
                aloneMillisecondsPerRun = ms,
            }),
            allocatedKilobytesPerPhoto = run.AllocatedBytes / 1024.0 / (run.Photos + run.NotReadable),
        };
    }

    private static double Median(List<(bool Prepared, PipelineRun Run)> runs,
        Func<(bool Prepared, PipelineRun Run), bool> which, Func<PipelineRun, double> figure) =>
        Ranks.Median(runs.Where(which).Select(r => figure(r.Run)));
}
