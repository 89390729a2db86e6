using System.Diagnostics;
using FaceWeb.Bench.Speed;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Decoding;
using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Bench.Decoding;

/// <summary>What reading photos in decoder processes costs: the same photos through the same models, decoded here and there in turn.</summary>
public sealed class DecoderCostProgram : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "decoder";

    /// <inheritdoc/>
    public string Usage => "--images DIR [--max-photos N] [--parallel N] [--rounds N] [--pack DIR] [--smallest-face PX] [--device auto|cpu|cuda]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var folder = options.Folder("images");
        var most = options.Count("max-photos", 200);
        var rounds = options.Count("rounds", 5);
        var parallel = options.Pipeline.Parallelism;
        using var pipeline = FacePipeline.Open(options.Pack, options.Pipeline);
        options.RefuseUnknown();
        var paths = PhotoFolder.Paths(folder).Order(StringComparer.Ordinal).ToList();
        if (paths.Count > most)
            paths = [.. Enumerable.Range(0, most).Select(i => paths[(int)((long)i * paths.Count / most)])];
        if (paths.Count == 0)
            throw new BenchOptionException($"--images: there are no photos in {folder}.");

        using var pool = new DecoderPool(new DecoderOptions { Children = parallel + 2 });
        var here = new InProcessDecoder();
        var runs = new List<(bool There, PipelineRun Run, double ProcessorSeconds)>();
        for (var round = 0; round < rounds; round++)
        {
            // In turn, and each first in every other round, so that a machine that is slower for a while is so for both.
            foreach (var there in round % 2 == 0 ? new[] { false, true } : [true, false])
            {
                var before = pool.ProcessorTime;
                var run = PipelineRun.Of(pipeline, paths, parallel, path => Decode(there ? pool : here, path));
                runs.Add((there, run, run.ProcessorSeconds + (pool.ProcessorTime - before).TotalSeconds));
            }
            log.WriteLine(string.Join(", ", runs.TakeLast(2).OrderBy(r => r.There).Select(r =>
                FormattableString.Invariant($"{(r.There ? "decoder process" : "in process")}: {r.Run.PhotosPerSecond:0.00} photos/s, ")
                + FormattableString.Invariant($"{r.ProcessorSeconds:0.00} s of work"))));
        }
        var ratios = runs.Chunk(2).Select(pair => Of(pair, true).Run.PhotosPerSecond / Of(pair, false).Run.PhotosPerSecond).Order().ToList();
        var processorRatios = runs.Chunk(2).Select(pair => Of(pair, true).ProcessorSeconds / Of(pair, false).ProcessorSeconds).Order().ToList();
        return new
        {
            processor = Processor.Name,
            cores = Environment.ProcessorCount,
            photos = paths.Count,
            parallel,
            rounds,
            inProcessPhotosPerSecond = Ranks.Median(runs.Where(r => !r.There).Select(r => r.Run.PhotosPerSecond)),
            decoderProcessPhotosPerSecond = Ranks.Median(runs.Where(r => r.There).Select(r => r.Run.PhotosPerSecond)),
            // Of each round by itself; the median of the rounds.
            ratioOfPhotosPerSecond = Ranks.Median(ratios),
            ratios,
            // Children's included; other work on the machine changes it little.
            ratioOfProcessorTime = Ranks.Median(processorRatios),
            processorRatios,
            decodeOnly = DecodeOnly(here, pool, [.. paths.Take(100)]),
            faults = pool.Faults,
            childMegabytesPeak = pool.PeakBytes / 1048576.0,
        };
    }

    private static (bool There, PipelineRun Run, double ProcessorSeconds) Of(
        (bool There, PipelineRun Run, double ProcessorSeconds)[] pair, bool there) => pair.Single(r => r.There == there);

    private static PhotoPixels Decode(IPhotoDecoder decoder, string path) =>
        decoder.DecodeAsync(path, new PhotoLimits(), DecodeAsker.Job).GetAwaiter().GetResult();

    /// <summary>Milliseconds a photo, one at a time, in turn: the median of the photos' least times of three.</summary>
    private static object DecodeOnly(IPhotoDecoder here, IPhotoDecoder there, List<string> paths)
    {
        var times = paths.Select(path =>
        {
            var (least, leastThere) = (double.MaxValue, double.MaxValue);
            for (var i = 0; i < 3; i++)
            {
                least = Math.Min(least, Milliseconds(here, path));
                leastThere = Math.Min(leastThere, Milliseconds(there, path));
            }
            return (least, leastThere);
        }).ToList();
        return new
        {
            inProcessMilliseconds = Ranks.Median(times.Select(t => t.least)),
            decoderProcessMilliseconds = Ranks.Median(times.Select(t => t.leastThere)),
        };
    }

    private static double Milliseconds(IPhotoDecoder decoder, string path)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            Decode(decoder, path).Dispose();
        }
        catch (PhotoException)
        {
            // Refusing takes its time as well.
        }
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
