using System.Diagnostics;
using FaceWeb.Pipeline.ModelPacks;

namespace FaceWeb.Bench.Gpu;

/// <summary>How long a run of a model takes.</summary>
/// <param name="Pictures">In a run.</param>
/// <param name="Milliseconds">Of a run.</param>
/// <param name="PicturesPerSecond">In a row, one run at a time.</param>
internal sealed record BatchTimes(int Pictures, double Milliseconds, double PicturesPerSecond)
{
    private const int Warm = 2;
    private static readonly TimeSpan _least = TimeSpan.FromSeconds(0.3);

    // What takes longer is not tried with twice as many.
    private static readonly TimeSpan _most = TimeSpan.FromSeconds(1.5);

    /// <summary>Runs of 1, 2, 4 and so on.</summary>
    public static IReadOnlyList<BatchTimes> Measure(OnnxModel model, int largest)
    {
        var times = new List<BatchTimes>();
        for (var pictures = 1; pictures <= (model.Batches is null ? 1 : largest); pictures *= 2)
        {
            model.RunAlone(Warm, pictures);
            var runs = 0;
            var start = Stopwatch.GetTimestamp();
            do
            {
                model.RunAlone(1, pictures);
                runs++;
            }
            while (Stopwatch.GetElapsedTime(start) < _least || runs < 3);
            var taken = Stopwatch.GetElapsedTime(start) / runs;
            times.Add(new(pictures, taken.TotalMilliseconds, pictures / taken.TotalSeconds));
            if (taken > _most)
                break;
        }
        return times;
    }
}
