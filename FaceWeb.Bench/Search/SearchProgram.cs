using System.Collections.Concurrent;
using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics.X86;
using FaceWeb.Pipeline.Search;

namespace FaceWeb.Bench.Search;

/// <summary>Finds the nearest ten of many faces in several ways, and compares what they find with the truth.</summary>
public sealed class SearchProgram : IBenchProgram
{
    private const int Most = 10;

    /// <inheritdoc/>
    public string Name => "search";

    /// <inheritdoc/>
    public string Usage => "[--faces 1000000] [--dim 512] [--queries 200] [--seed 1] [--compared 2000] [--usearch true|false] [--expansion 128]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var count = options.Count("faces", 1_000_000);
        var made = new SearchFaces(count, options.Count("dim", 512), options.Count("seed", 1));
        var wanted = options.Count("queries", 200);
        var expansion = options.Count("expansion", 128);
        var compared = options.Count("compared", FaceIndex.DefaultCompared);
        var usearch = options.Find("usearch") != "false";
        options.RefuseUnknown();
        log.WriteLine($"Making {count:N0} faces of {made.People.Count:N0} people.");
        var faces = made.All();
        var queries = made.Queries(wanted);
        log.WriteLine("Looking for the truth.");
        var truth = Truth(faces, queries);
        log.WriteLine("Sketches.");
        var sketches = Sketches(faces, queries, truth, compared);
        log.WriteLine("Scan in 8 bits.");
        var scan = Scan(faces, queries, truth);
        object? graph = null;
        if (usearch)
        {
            log.WriteLine("USearch.");
            graph = Graph(faces, queries, truth, expansion, log);
        }
        return new
        {
            faces = count,
            people = made.People.Count,
            dimension = made.Dimension,
            queries = wanted,
            instructions = Avx512BW.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2" : "other",
            sketchesThenHalfPrecision = sketches,
            scanOfInt8ThenHalfPrecision = scan,
            usearchInt8ThenHalfPrecision = graph,
        };
    }

    private static object Sketches(Half[][] faces, float[][] queries, int[][] truth, int compared)
    {
        var before = GC.GetTotalMemory(true);
        using var index = new FaceIndex(faces[0].Length, compared);
        var clock = Stopwatch.StartNew();
        var loading = Task.Run(() =>
        {
            var single = new float[faces[0].Length];
            for (var i = 0; i < faces.Length; i++)
            {
                TensorPrimitives.ConvertToSingle(faces[i], single);
                index.Add(i, single);
            }
        });
        // Somebody searches all the time while the faces are read at the start.
        var slowest = 0.0;
        for (var i = 0; !loading.IsCompleted; i++)
        {
            var one = Stopwatch.StartNew();
            index.Nearest(queries[i % queries.Length], Most);
            slowest = Math.Max(slowest, one.Elapsed.TotalMilliseconds);
            Thread.Sleep(20);
        }
        loading.GetAwaiter().GetResult();
        var seconds = clock.Elapsed.TotalSeconds;
        var bytes = GC.GetTotalMemory(true) - before;
        var figures = Figures(queries, truth, query => [.. index.Nearest(query, Most).Select(found => (int)found.FaceId)]);
        var (adding, removing) = Changes(index, queries);
        return new
        {
            compared,
            loadingSeconds = seconds,
            slowestSearchWhileLoadingMilliseconds = slowest,
            megabytes = bytes / 1e6,
            medianMilliseconds = figures.Median,
            slowestOf95PercentMilliseconds = figures.Slow,
            processorMilliseconds = figures.Processor,
            recallAt10 = figures.Recall,
            addingMicroseconds = adding,
            removingMicroseconds = removing,
        };
    }

    private static (double Adding, double Removing) Changes(FaceIndex index, float[][] queries)
    {
        var (adding, removing) = (new List<double>(), new List<double>());
        for (var i = 0; i < queries.Length; i++)
        {
            var clock = Stopwatch.StartNew();
            index.Add(-1 - i, queries[i]);
            adding.Add(clock.Elapsed.TotalMicroseconds);
        }
        for (var i = 0; i < queries.Length; i++)
        {
            var clock = Stopwatch.StartNew();
            index.Remove(-1 - i);
            removing.Add(clock.Elapsed.TotalMicroseconds);
        }
        return (Median(adding), Median(removing));
    }

    private static object Scan(Half[][] faces, float[][] queries, int[][] truth)
    {
        var clock = Stopwatch.StartNew();
        var scan = new Int8Scan(faces);
        var seconds = clock.Elapsed.TotalSeconds;
        var figures = Figures(queries, truth, query => scan.Nearest(query, Most));
        return new
        {
            loadingSeconds = seconds,
            megabytes = scan.Bytes / 1e6,
            megabytesWithHalfPrecision = (scan.Bytes + (faces.Length * (long)faces[0].Length * 2)) / 1e6,
            medianMilliseconds = figures.Median,
            slowestOf95PercentMilliseconds = figures.Slow,
            processorMilliseconds = figures.Processor,
            recallAt10 = figures.Recall,
        };
    }

    private static object Graph(Half[][] faces, float[][] queries, int[][] truth, int expansion, TextWriter log)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.WorkingSet64;
        using var graph = new UsearchGraph(faces, expansion);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < faces.Length; i++)
        {
            graph.Add(i);
            if (i % 50_000 == 0)
                log.WriteLine($"{i:N0} faces in the graph after {clock.Elapsed.TotalSeconds:F0} s.");
        }
        var seconds = clock.Elapsed.TotalSeconds;
        process.Refresh();
        var figures = Figures(queries, truth, query => graph.Nearest(query, Most));
        return new
        {
            loadingSeconds = seconds,
            megabytes = (process.WorkingSet64 - before) / 1e6,
            expansion,
            medianMilliseconds = figures.Median,
            slowestOf95PercentMilliseconds = figures.Slow,
            processorMilliseconds = figures.Processor,
            recallAt10 = figures.Recall,
        };
    }

    private static (double Median, double Slow, double Processor, double Recall) Figures(
        float[][] queries, int[][] truth, Func<float[], int[]> search)
    {
        foreach (var query in queries.Take(10))
            search(query);
        var (times, found) = (new List<double>(), 0);
        var processor = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < queries.Length; i++)
        {
            var clock = Stopwatch.StartNew();
            var nearest = search(queries[i]);
            times.Add(clock.Elapsed.TotalMilliseconds);
            found += nearest.Intersect(truth[i]).Count();
        }
        processor = Environment.CpuUsage.TotalTime - processor;
        times.Sort();
        var recall = found / (double)truth.Sum(rows => rows.Length);
        return (Median(times), times[times.Count * 95 / 100], processor.TotalMilliseconds / queries.Length, recall);
    }

    private static int[][] Truth(Half[][] faces, float[][] queries)
    {
        var best = new PriorityQueue<int, float>[queries.Length];
        foreach (ref var each in best.AsSpan())
            each = new();
        Parallel.ForEach(Partitioner.Create(0, faces.Length, 20_000), range =>
        {
            var single = new float[faces[0].Length];
            var mine = Array.ConvertAll(queries, _ => new PriorityQueue<int, float>());
            for (var row = range.Item1; row < range.Item2; row++)
            {
                TensorPrimitives.ConvertToSingle(faces[row], single);
                for (var q = 0; q < queries.Length; q++)
                    Keep(mine[q], row, TensorPrimitives.Dot<float>(single, queries[q]));
            }
            lock (best)
            {
                for (var q = 0; q < queries.Length; q++)
                {
                    while (mine[q].TryDequeue(out var row, out var cosine))
                        Keep(best[q], row, cosine);
                }
            }
        });
        return Array.ConvertAll(best, near => near.UnorderedItems.Select(item => item.Element).ToArray());

        static void Keep(PriorityQueue<int, float> near, int row, float cosine)
        {
            if (near.Count < Most)
                near.Enqueue(row, cosine);
            else if (near.TryPeek(out _, out var least) && cosine > least)
                near.DequeueEnqueue(row, cosine);
        }
    }

    private static double Median(List<double> times)
    {
        times.Sort();
        return times[times.Count / 2];
    }
}
