using System.Diagnostics;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Bench;

/// <summary>How fast photos go through the pipeline, and how much of that time is the models'.</summary>
public sealed class PipelineProgram : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "pipeline";

    /// <inheritdoc/>
    public string Usage => "--images DIR [--max-photos N] [--parallel N] [--pack DIR] [--setting fast|careful] [--smallest-face PX] [--device auto|cpu|cuda]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var folder = options.Folder("images");
        var most = (int)options.Number("max-photos", 500);
        var parallel = options.Pipeline.Parallelism;
        using var pipeline = options.OpenPipeline();
        options.RefuseUnknown();
        var paths = PhotoFolder.Paths(folder).Order(StringComparer.Ordinal).ToList();
        if (paths.Count > most)
            paths = [.. Enumerable.Range(0, most).Select(i => paths[(int)((long)i * paths.Count / most)])];
        if (paths.Count == 0)
            throw new BenchOptionException($"--images: there are no photos in {folder}.");

        MeasureOne(pipeline, paths[0]);
        var before = pipeline.ModelTimes;
        var allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
        long faces = 0, failed = 0, decodeTicks = 0;
        var start = Stopwatch.GetTimestamp();
        Parallel.ForEach(paths, new ParallelOptions { MaxDegreeOfParallelism = parallel }, path =>
        {
            var (count, ticks) = MeasureOne(pipeline, path);
            Interlocked.Add(ref decodeTicks, ticks);
            if (count < 0)
                Interlocked.Increment(ref failed);
            else
                Interlocked.Add(ref faces, count);
        });
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore;
        var times = pipeline.ModelTimes.Zip(before, (now, then) => (now.Role, Runs: now.Runs - then.Runs, Seconds: (now.Total - then.Total).TotalSeconds)).ToList();
        var read = paths.Count - failed;
        return new
        {
            photos = read,
            notReadable = failed,
            faces,
            parallel,
            seconds,
            photosPerSecond = read / seconds,
            facesPerSecond = faces / seconds,
            // Of the time that the threads had: each thread counts.
            shareInsideModels = times.Sum(t => t.Seconds) / (seconds * parallel),
            shareDecoding = Stopwatch.GetElapsedTime(0, decodeTicks).TotalSeconds / (seconds * parallel),
            models = times.Select((t, i) => new
            {
                role = t.Role,
                device = pipeline.Devices[i].Device,
                runs = t.Runs,
                millisecondsPerRun = t.Runs == 0 ? 0 : 1000 * t.Seconds / t.Runs,
                bareMillisecondsPerRun = pipeline.Models[i].BareMilliseconds(),
            }).ToList(),
            allocatedKilobytesPerPhoto = allocated / 1024.0 / paths.Count,
            peakMemoryMegabytes = Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0,
        };
    }

    private static (int Faces, long DecodeTicks) MeasureOne(FacePipeline pipeline, string path)
    {
        try
        {
            var start = Stopwatch.GetTimestamp();
            using var pixels = PhotoPixels.Decode(path, new PhotoLimits());
            var ticks = Stopwatch.GetTimestamp() - start;
            return (pipeline.Measure(pixels).Faces.Count, ticks);
        }
        catch (PhotoException)
        {
            return (-1, 0);
        }
    }
}
