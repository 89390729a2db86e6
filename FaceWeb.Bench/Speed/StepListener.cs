using System.Diagnostics.Metrics;
using FaceWeb.Pipeline;

namespace FaceWeb.Bench.Speed;

/// <summary>Adds up the pipeline's steps outside the models while it lives.</summary>
internal sealed class StepListener : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly Dictionary<string, double> seconds = [];

    public StepListener()
    {
        this.listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == StepMeter.Name && instrument.Name == StepMeter.Seconds)
                listener.EnableMeasurementEvents(instrument);
        };
        this.listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) =>
        {
            var step = (string)tags[0].Value!;
            lock (this.seconds)
                this.seconds[step] = this.seconds.GetValueOrDefault(step) + seconds;
        });
        this.listener.Start();
    }

    /// <summary>Seconds of each step so far, over all threads.</summary>
    public IReadOnlyDictionary<string, double> Seconds
    {
        get
        {
            lock (this.seconds)
                return new Dictionary<string, double>(this.seconds);
        }
    }

    public void Dispose() => this.listener.Dispose();
}
