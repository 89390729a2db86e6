using System.Diagnostics;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.ModelPacks;

namespace FaceWeb.Bench.Speed;

/// <summary>All photos once through the pipeline.</summary>
/// <param name="Photos">How many were measured.</param>
/// <param name="NotReadable">How many could not be decoded.</param>
/// <param name="Faces">How many faces they have.</param>
/// <param name="Parallel">How many were in work at once.</param>
/// <param name="Seconds">Wall-clock time.</param>
/// <param name="ProcessorSeconds">Processor time that the process had meanwhile, over all threads.</param>
/// <param name="Models">Runs and time of each model.</param>
/// <param name="StepSeconds">Time of each step outside the models, over all threads.</param>
/// <param name="AllocatedBytes">Managed memory allocated.</param>
internal sealed record PipelineRun(int Photos, int NotReadable, long Faces, int Parallel, double Seconds, double ProcessorSeconds,
    IReadOnlyList<ModelTime> Models,
    IReadOnlyDictionary<string, double> StepSeconds, long AllocatedBytes)
{
    /// <summary>Photos measured in a second.</summary>
    public double PhotosPerSecond => Photos / Seconds;

    /// <summary>Measures the photos, so many at once, after one that warms the models up.</summary>
    /// <param name="pipeline">The models.</param>
    /// <param name="paths">The photos.</param>
    /// <param name="parallel">How many at once.</param>
    /// <param name="decode">How a photo is decoded; null: in this process.</param>
    public static PipelineRun Of(FacePipeline pipeline, List<string> paths, int parallel, Func<string, PhotoPixels>? decode = null)
    {
        decode ??= path => PhotoPixels.Decode(path, new PhotoLimits());
        FacesOf(pipeline, paths[0], decode);
        var before = pipeline.ModelTimes;
        using var steps = new StepListener();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        long faces = 0;
        var failed = 0;
        var processor = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        WorkerThreads.Run(parallel, i => i < paths.Count, i =>
        {
            if (FacesOf(pipeline, paths[(int)i], decode) is { } found)
                Interlocked.Add(ref faces, found);
            else
                Interlocked.Increment(ref failed);
        });
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new(paths.Count - failed, failed, faces, parallel, seconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds,
            [.. pipeline.ModelTimes.Zip(before, (now, then) => now.Since(then))],
            steps.Seconds, GC.GetTotalAllocatedBytes(precise: true) - allocated);
    }

    private static int? FacesOf(FacePipeline pipeline, string path, Func<string, PhotoPixels> decode)
    {
        try
        {
            using var pixels = decode(path);
            return pipeline.MeasureUpright(pixels).Faces.Count;
        }
        catch (PhotoException)
        {
            return null;
        }
    }
}
