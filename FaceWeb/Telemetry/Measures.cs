using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace FaceWeb.Telemetry;

/// <summary>
/// What FaceWeb counts of itself, by OpenTelemetry's names and units. Counts and times alone: no names of people, files or albums, and no addresses of
/// pictures.
/// </summary>
public sealed class Measures
{
    /// <summary>The name of the meter and of the source of traces.</summary>
    public const string Name = "FaceWeb";

    private readonly Meter meter;
    private readonly Counter<long> analysed;
    private readonly Histogram<double> analysis;
    private readonly Counter<long> decided;
    private readonly Counter<long> received;
    private readonly Counter<long> receivedBytes;
    private long analysedSinceStart;

    /// <summary>Begins to count.</summary>
    public Measures(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        meter = meters.Create(Name);
        analysed = meter.CreateCounter<long>("faceweb.photos.analysed", "{photo}", "Photos and videos whose analysis ended, by how.");
        analysis = meter.CreateHistogram<double>("faceweb.analysis.duration", "s", "From taking a photo or video off the queue to its end.");
        decided = meter.CreateCounter<long>("faceweb.decisions", "{face}", "Faces that people decided, by what they said.");
        received = meter.CreateCounter<long>("faceweb.uploads", "{file}", "Files that were uploaded, by what became of them.");
        receivedBytes = meter.CreateCounter<long>("faceweb.uploads.size", "By", "Bytes of files that were uploaded and kept.");
    }

    /// <summary>Traces of what takes long.</summary>
    public static ActivitySource Traces { get; } = new(Name);

    /// <summary>How many photos and videos were analysed since the start; those that failed or were cancelled do not count.</summary>
    public long AnalysedSinceStart => Interlocked.Read(ref analysedSinceStart);

    /// <summary>A photo's or video's analysis ended.</summary>
    /// <param name="outcome"><c>done</c>, <c>failed</c> or <c>cancelled</c>.</param>
    /// <param name="video">Whether it is a video.</param>
    /// <param name="took">From its beginning.</param>
    public void Analysed(string outcome, bool video, TimeSpan took)
    {
        var kind = KeyValuePair.Create<string, object?>("kind", video ? "video" : "photo");
        analysed.Add(1, KeyValuePair.Create<string, object?>("outcome", outcome), kind);
        analysis.Record(took.TotalSeconds, kind);
        if (outcome == "done")
            Interlocked.Increment(ref analysedSinceStart);
    }

    /// <summary>Somebody decided a face.</summary>
    /// <param name="said">What was said: <c>confirmed</c>, <c>rejected</c> ...</param>
    public void Decided(string said) => decided.Add(1, KeyValuePair.Create<string, object?>("said", said));

    /// <summary>A file was uploaded.</summary>
    /// <param name="outcome"><c>kept</c>, <c>duplicate</c> or <c>rejected</c>.</param>
    /// <param name="bytes">Its size where it was kept, else 0.</param>
    public void Received(string outcome, long bytes)
    {
        received.Add(1, KeyValuePair.Create<string, object?>("outcome", outcome));
        receivedBytes.Add(bytes);
    }

    /// <summary>Has a figure asked for whenever somebody reads the figures.</summary>
    /// <param name="name">Its name: <c>faceweb.disk.free</c>.</param>
    /// <param name="unit">Its unit in UCUM's signs.</param>
    /// <param name="description">What it is.</param>
    /// <param name="read">Reads it, with its tags.</param>
    public void Watch(string name, string unit, string description, Func<IEnumerable<Measurement<long>>> read) =>
        meter.CreateObservableGauge(name, read, unit, description);

    /// <summary>The same for a figure that only grows.</summary>
    /// <param name="name">Its name: <c>faceweb.model.runs</c>.</param>
    /// <param name="unit">Its unit in UCUM's signs.</param>
    /// <param name="description">What it is.</param>
    /// <param name="read">Reads it, with its tags.</param>
    public void WatchTotal<T>(string name, string unit, string description, Func<IEnumerable<Measurement<T>>> read)
        where T : struct => meter.CreateObservableCounter(name, read, unit, description);
}
