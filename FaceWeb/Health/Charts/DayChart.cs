using System.Globalization;
using FaceWeb.Training.Report;

namespace FaceWeb.Health.Charts;

/// <summary>
/// One figure over the last day, in ten minutes each, as it is drawn and read out: lines that break where FaceWeb did not run, marks of both axes, a
/// sentence, and a row of the table for each hour.
/// </summary>
public sealed class DayChart
{
    private const int Spans = 144;
    private static readonly TimeSpan Span = HealthSamples.Kept / Spans;

    private readonly DateTime begin;
    private readonly double top;

    /// <param name="figure">What is drawn.</param>
    /// <param name="samples">The day's samples, oldest first.</param>
    /// <param name="now">The day's end, UTC.</param>
    public DayChart(DayFigure figure, IReadOnlyList<HealthSample> samples, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(figure);
        ArgumentNullException.ThrowIfNull(samples);
        Figure = figure;
        // On a round time, so that the table's hours are.
        now = new DateTime((now.Ticks + Span.Ticks - 1) / Span.Ticks * Span.Ticks, DateTimeKind.Utc);
        begin = now - HealthSamples.Kept;
        var values = Cut(figure, samples, Span);
        var known = values.Where(v => v.Value is not null).Select(v => v.Value!.Value).ToList();
        top = NiceTop(Math.Max(figure.LeastTop, known.DefaultIfEmpty().Max()));
        (Unit, var size) = figure.Axis(top);
        Vertical = [.. Enumerable.Range(0, 5)
            .Select(i => new ChartTick(i / 4.0, (top * i / 4 / size).ToString("#,0.##", CultureInfo.InvariantCulture)))];
        Horizontal = [.. Enumerable.Range(0, 25).Select(i => begin.Date.AddHours(6 * i)).Where(t => t >= begin && t <= now)
            .Select(t => new ChartTick((t - begin) / HealthSamples.Kept, t.ToString("HH:mm", CultureInfo.InvariantCulture)))];
        Lines = [.. Unbroken(values).Select(run => (IReadOnlyList<(double, double)>)[.. run.Select(Place)])];
        Hours = [.. Cut(figure, samples, TimeSpan.FromHours(1)).Where(h => h.Value is not null)
            .Select(h => (h.At.ToString("d MMM HH:mm", CultureInfo.InvariantCulture), figure.Say(h.Value!.Value))).Reverse()];
        Summary = known.Count == 0 ? "There is no figure of it yet."
            : figure.Adds
                ? $"{figure.Say(known.Sum())} in the last day, at most {figure.Say(known.Max())} in ten minutes."
                : $"{figure.Say(known[^1])} at last, between {figure.Say(known.Min())} and {figure.Say(known.Max())} in the last day.";
    }

    /// <summary>What is drawn.</summary>
    public DayFigure Figure { get; }

    /// <summary>What stands beside the vertical axis.</summary>
    public string Unit { get; }

    /// <summary>The figures in a sentence.</summary>
    public string Summary { get; }

    /// <summary>The lines, each as places along both axes from 0 to 1.</summary>
    public IReadOnlyList<IReadOnlyList<(double X, double Y)>> Lines { get; }

    /// <summary>Marks of the horizontal axis: the clock, UTC.</summary>
    public IReadOnlyList<ChartTick> Horizontal { get; }

    /// <summary>Marks of the vertical axis, from 0.</summary>
    public IReadOnlyList<ChartTick> Vertical { get; }

    /// <summary>The figure of each hour, the last first; without those in which FaceWeb did not run.</summary>
    public IReadOnlyList<(string At, string Value)> Hours { get; }

    /// <summary>The least of 1, 2, 4 or 8 times a power of ten that holds a value, so that quarters of it are short numbers.</summary>
    internal static double NiceTop(double most)
    {
        if (most <= 0)
            return 4;
        var unit = Math.Pow(10, Math.Floor(Math.Log10(most)));
        return unit * Array.Find([1.0, 2, 4, 8, 10], times => times * unit >= most);
    }

    private List<(DateTime At, double? Value)> Cut(DayFigure figure, IReadOnlyList<HealthSample> samples, TimeSpan length)
    {
        var parts = samples.Where(s => s.At >= begin).GroupBy(s => (int)((s.At - begin) / length)).ToDictionary(g => g.Key, g => g.ToList());
        return [.. Enumerable.Range(0, (int)(HealthSamples.Kept / length))
            .Select(i => (begin + (i * length), parts.TryGetValue(i, out var part) ? figure.Of(part) : null))];
    }

    private (double X, double Y) Place((DateTime At, double Value) value) =>
        ((value.At + (Span / 2) - begin) / HealthSamples.Kept, value.Value / top);

    private static IEnumerable<List<(DateTime At, double Value)>> Unbroken(IEnumerable<(DateTime At, double? Value)> values)
    {
        var run = new List<(DateTime, double)>();
        foreach (var (at, value) in values)
        {
            if (value is { } known)
            {
                run.Add((at, known));
                continue;
            }
            if (run.Count > 0)
                yield return run;
            run = [];
        }
        if (run.Count > 0)
            yield return run;
    }
}
