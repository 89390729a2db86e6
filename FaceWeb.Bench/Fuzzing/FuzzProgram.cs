using System.Diagnostics;
using FaceWeb.Bench.Speed;
using FaceWeb.Pipeline.Decoding;

namespace FaceWeb.Bench.Fuzzing;

/// <summary>Damages pictures of every format for so many minutes and has them read by decoder processes.</summary>
public sealed class FuzzProgram : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "fuzz";

    /// <inheritdoc/>
    public string Usage => "[--minutes N] [--first N] [--parallel N] [--formats png,avif,jxl] [--seeds DIR] [--keep DIR]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var minutes = options.Number("minutes", 5);
        var first = (int)options.Number("first", 1_000_000);
        var parallel = options.Count("parallel", Environment.ProcessorCount);
        var more = options.Find("seeds") is null ? [] : Directory.GetFiles(options.Folder("seeds")).Order(StringComparer.Ordinal)
            .Select(path => new SeedPictures.Seed(Path.GetExtension(path).TrimStart('.'), File.ReadAllBytes(path)));
        var formats = options.Find("formats")?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var keep = options.Find("keep");
        options.RefuseUnknown();
        if (keep is not null)
            Directory.CreateDirectory(keep);
        var folder = Directory.CreateTempSubdirectory("faceweb-fuzz-");
        try
        {
            using var pool = new DecoderPool(new DecoderOptions { Children = parallel, KeptForPeople = 0 },
                (fault, path) => log.WriteLine($"{Path.GetFileName(path)}: {fault.Fault} {fault.Detail}"));
            var seeds = SeedPictures.All().Concat(more).Where(seed => formats is null || formats.Contains(seed.Format.Split('-')[0])).ToList();
            if (seeds.Count == 0)
                throw new BenchOptionException("--formats: there is no picture of these formats. They are called png, avif, jxl and so on.");
            var run = new FuzzRun(pool, seeds, folder.FullName) { Kept = keep };
            run.TryAsync(first).GetAwaiter().GetResult();
            var memoryBefore = Settled();
            var clock = Stopwatch.StartNew();
            var next = first;
            Task.WaitAll(Enumerable.Range(0, parallel).Select(_ => Task.Run(async () =>
            {
                while (clock.Elapsed < TimeSpan.FromMinutes(minutes))
                    await run.TryAsync(Interlocked.Increment(ref next));
            })));
            return new
            {
                processor = Processor.Name,
                first,
                inputs = run.ByFormat.Values.Sum(f => f.Inputs),
                seconds = clock.Elapsed.TotalSeconds,
                decoded = run.ByFormat.Values.Sum(f => f.Decoded),
                refused = run.ByFormat.Values.Sum(f => f.Refused),
                childrenLost = run.ByFormat.Values.Sum(f => f.Faults.Values.Sum()),
                sentences = run.Sentences.OrderByDescending(s => s.Value).Take(30).ToDictionary(s => s.Key, s => s.Value),
                unclearSentences = run.Unclear.Distinct(),
                surprises = run.Surprises,
                slowestMilliseconds = run.Slowest.TotalMilliseconds,
                // What is still held, apart from garbage that was not collected yet.
                parentMegabytesBefore = memoryBefore / 1048576.0,
                parentMegabytesAfter = Settled() / 1048576.0,
                childMegabytesPeak = pool.PeakBytes / 1048576.0,
                filesLeft = folder.GetFiles().Length,
                byFormat = run.ByFormat.OrderBy(f => f.Key, StringComparer.Ordinal).ToDictionary(f => f.Key, f => new
                {
                    inputs = f.Value.Inputs,
                    decoded = f.Value.Decoded,
                    refused = f.Value.Refused,
                    faults = f.Value.Faults.ToDictionary(g => g.Key.ToString(), g => g.Value),
                }),
            };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static long Settled()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Environment.WorkingSet;
    }
}
