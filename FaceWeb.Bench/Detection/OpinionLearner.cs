using System.Numerics.Tensors;
using FaceWeb.Pipeline.Classification.Svm;
using FaceWeb.Pipeline.Detection;

namespace FaceWeb.Bench.Detection;

/// <summary>Learns one linear machine of a second opinion by the classifier's own solver.</summary>
internal static class OpinionLearner
{
    // Squared hinge loss; features are centred, so a small constant suffices for the bias. The price was chosen by cross-validation: 0.002 to
    // 0.007 do alike, 0.03 loses three to six faces of 333 at as many false boxes, 0.1 ten.
    private static readonly SvmOptions Options = new() { C = 0.005, Bias = 3, Tolerance = 0.01 };

    /// <summary>Learns from all samples whose label is known.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="measured">Whether to learn from what the recognition network says, too.</param>
    /// <param name="seed">Of the order in which samples are visited.</param>
    public static LinearOpinion Learn(IReadOnlyList<OpinionSample> samples, bool measured, int seed)
    {
        var known = samples.Where(s => s.Face is not null).ToList();
        var features = known.ConvertAll(s => Features(s, measured));
        var mean = new float[features[0].Length];
        foreach (var row in features)
            TensorPrimitives.Add(mean, row, mean);
        TensorPrimitives.Divide(mean, features.Count, mean);
        foreach (var row in features)
            TensorPrimitives.Subtract(row, mean, row);
        var machines = new OneAgainstRest(
            EmbeddingMatrix.From(features, mean.Length), [.. known.Select(s => s.Face == true ? 0 : OneAgainstRest.Stranger)], 1,
            Options with { Seed = seed }, [.. known.Select(s => s.Weight)]).Train(null, CancellationToken.None);
        // Four digits are far below what a margin differs by from photo to photo, and the file stays small.
        var weights = machines.Weights.Row(0)[..mean.Length].ToArray().Select(w => MathF.Round(w, 4)).ToArray();
        return new(weights, MathF.Round(machines.Biases[0] - TensorPrimitives.Dot<float>(weights, mean), 4));
    }

    /// <summary>The margin of every sample by what was learnt on the other folds.</summary>
    public static float[] CrossValidate(IReadOnlyList<OpinionSample> samples, int folds, bool measured, int seed)
    {
        var margins = new float[samples.Count];
        for (var fold = 0; fold < folds; fold++)
        {
            var opinion = Learn([.. samples.Where(s => s.Fold != fold)], measured, seed);
            for (var i = 0; i < samples.Count; i++)
            {
                if (samples[i].Fold == fold)
                    margins[i] = opinion.Margin(Features(samples[i], measured));
            }
        }
        return margins;
    }

    private static float[] Features(OpinionSample sample, bool measured) =>
        measured ? FaceFeatures.Measured(sample.Seen, sample.Raw) : [.. sample.Seen];
}
