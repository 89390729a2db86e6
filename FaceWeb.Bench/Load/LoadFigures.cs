using System.Diagnostics;

namespace FaceWeb.Bench.Load;

/// <summary>How long each kind of request took, and what failed. Any number of threads may tell.</summary>
internal sealed class LoadFigures
{
    private const int MostFaults = 20;

    private readonly Lock gate = new();
    private readonly SortedDictionary<string, List<double>> times = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> failed = new(StringComparer.Ordinal);
    private readonly List<string> faults = [];

    /// <summary>How often something failed.</summary>
    public int Failed
    {
        get
        {
            lock (gate)
                return failed.Values.Sum();
        }
    }

    /// <summary>Does something and keeps how long it took, or that it failed.</summary>
    public Task TimeAsync(string kind, Func<Task> act, CancellationToken cancel) => TimeAsync(kind, async done =>
    {
        await act();
        done();
    }, cancel);

    /// <summary>The same for something that says itself when it has come.</summary>
    public async Task TimeAsync(string kind, Func<Action, Task> act, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        double? taken = null;
        try
        {
            await act(() => taken ??= watch.Elapsed.TotalMilliseconds);
        }
        catch (Exception) when (cancel.IsCancellationRequested)
        {
            // The time is over.
            return;
        }
        catch (Exception e)
        {
            lock (gate)
            {
                failed[kind] = failed.GetValueOrDefault(kind) + 1;
                if (faults.Count < MostFaults)
                    faults.Add($"{kind}: {e.Message}");
            }
            return;
        }
        lock (gate)
        {
            if (!times.TryGetValue(kind, out var list))
                times.Add(kind, list = []);
            list.Add(taken ?? watch.Elapsed.TotalMilliseconds);
        }
    }

    /// <summary>All of it, for the answer.</summary>
    public object Report()
    {
        lock (gate)
        {
            return new
            {
                requests = times.Values.Sum(list => list.Count),
                failed = failed.Values.Sum(),
                pages = Of([.. times.Where(kind => kind.Key.StartsWith('/')).SelectMany(kind => kind.Value)]),
                kinds = times.ToDictionary(kind => kind.Key, kind => Of(kind.Value)),
                failedKinds = failed,
                faults,
            };
        }
    }

    private static object Of(List<double> times)
    {
        var sorted = times.Order().ToArray();
        return new
        {
            count = sorted.Length,
            medianMilliseconds = At(0.5),
            p95Milliseconds = At(0.95),
            p99Milliseconds = At(0.99),
            slowestMilliseconds = At(1),
        };

        double? At(double share) => sorted.Length == 0 ? null : Math.Round(sorted[(int)(share * (sorted.Length - 1))], 1);
    }
}
