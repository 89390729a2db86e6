using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace FaceWeb.Pipeline;

/// <summary>
/// Where a photo's time goes outside the models: a .NET meter of the name <see cref="Name"/>, whose counter <see cref="Seconds"/> adds up the
/// wall-clock seconds of each step (tag "step"). Costs nothing while nobody listens.
/// </summary>
internal static class StepMeter
{
    /// <summary>The meter's name.</summary>
    public const string Name = "FaceWeb.Pipeline";

    /// <summary>The counter's name.</summary>
    public const string Seconds = "faceweb.pipeline.step.duration";

    private static readonly Meter _meter = new(Name);
    private static readonly Counter<double> _seconds = _meter.CreateCounter<double>(Seconds, "s", "Time of the steps outside the models.");

    /// <summary>Measures until the result is disposed. Steps must not contain each other.</summary>
    public static RunningStep Measure(string step) => new(step, _seconds.Enabled ? Stopwatch.GetTimestamp() : 0);

    /// <summary>A step that is being measured.</summary>
    internal readonly ref struct RunningStep(string step, long start)
    {
        /// <summary>Ends the step.</summary>
        public void Dispose()
        {
            if (start != 0)
                _seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds, new KeyValuePair<string, object?>("step", step));
        }
    }
}
