using System.Diagnostics;
using FaceWeb.Bench.Speed;
using FaceWeb.Pipeline.ModelPacks;

namespace FaceWeb.Bench.Gpu;

/// <summary>All pictures, again and again, by several workers at once.</summary>
/// <param name="Workers">Pictures in work at once.</param>
/// <param name="Seconds">Wall-clock time.</param>
/// <param name="Pictures">Measured.</param>
/// <param name="Faces">On them.</param>
/// <param name="Busy">Time with at least one run of a model.</param>
/// <param name="Models">Pictures, runs and time of each model.</param>
internal sealed record WayTimes(int Workers, double Seconds, long Pictures, long Faces, TimeSpan Busy, IReadOnlyList<ModelTime> Models)
{
    /// <summary>Measures for at least so many seconds; the first pass, which is not counted, gives the embeddings.</summary>
    public static WayTimes Measure(DeviceModels models, IReadOnlyList<RawPicture> pictures, int workers, double seconds, out float[][][] embeddings)
    {
        var way = new PictureWay(models);
        var first = new float[pictures.Count][][];
        WorkerThreads.Run(workers, next => next < pictures.Count, i => first[i] = way.Measure(pictures[(int)i]));
        embeddings = first;

        long faces = 0, done = 0;
        var before = models.All.Select(m => m.Time).ToList();
        var busy = models.Busy;
        var start = Stopwatch.GetTimestamp();
        WorkerThreads.Run(workers, _ => Stopwatch.GetElapsedTime(start).TotalSeconds < seconds, i =>
        {
            Interlocked.Add(ref faces, way.Measure(pictures[(int)(i % pictures.Count)]).Length);
            Interlocked.Increment(ref done);
        });
        return new(workers, Stopwatch.GetElapsedTime(start).TotalSeconds, done, faces, models.Busy - busy,
            [.. models.All.Zip(before, (model, then) => model.Time.Since(then))]);
    }
}
