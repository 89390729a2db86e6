using System.Diagnostics.Metrics;
using FaceWeb.Pipeline;

namespace FaceWeb.Bench.Speed;

/// <summary>Adds up the pipeline's steps outside the models while it lives.</summary>
internal sealed class StepListener : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, double> _seconds = [];

    public StepListener()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == StepMeter.Name && instrument.Name == StepMeter.Seconds)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) =>
        {
            var step = (string)tags[0].Value!;
            lock (_seconds)
                _seconds[step] = _seconds.GetValueOrDefault(step) + seconds;
        });
        _listener.Start();
    }

    /// <summary>Seconds of each step so far, over all threads.</summary>
    public IReadOnlyDictionary<string, double> Seconds
    {
        get
        {
            lock (_seconds)
                return new Dictionary<string, double>(_seconds);
        }
    }

    public void Dispose() => _listener.Dispose();
}
