using FaceWeb.Pipeline;
using FaceWeb.Pipeline.ModelPacks;

namespace FaceWeb.Bench.Speed;

/// <summary>How long one run of a model takes alone, on one thread: the least that a photo has to pay for it.</summary>
/// <param name="AsItComes">Milliseconds of the model as it comes.</param>
/// <param name="Prepared">Milliseconds of the prepared model.</param>
internal readonly record struct AloneTimes(double AsItComes, double Prepared)
{
    private const int Rounds = 8;
    private const int Runs = 5;

    /// <summary>
    /// Both kinds of each model in turn. Processor time is taken, not the clock's, and of the rounds the one with the least: other work on the
    /// machine then makes the figures hardly larger.
    /// </summary>
    public static IReadOnlyList<AloneTimes> Measure(FacePipeline prepared, FacePipeline asItComes)
    {
        var times = new List<AloneTimes>();
        for (var m = 0; m < prepared.Models.Count; m++)
        {
            var least = new AloneTimes(double.MaxValue, double.MaxValue);
            for (var i = 0; i < Rounds; i++)
                least = new(Math.Min(least.AsItComes, Of(asItComes.Models[m])), Math.Min(least.Prepared, Of(prepared.Models[m])));
            times.Add(least);
        }
        return times;
    }

    private static double Of(OnnxModel model)
    {
        var before = Environment.CpuUsage.TotalTime;
        model.RunAlone(Runs);
        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / Runs;
    }
}
