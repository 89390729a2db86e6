using System.Numerics.Tensors;

namespace FaceWeb.Pipeline.Classification.Svm;

/// <summary>
/// Begins a training from the support vectors of one before: whatever of them is still there, on the same side, takes its multiplier
/// with it. Multipliers of faces that were taken away or given to someone else are left out; the solver mends what that opens.
/// </summary>
/// <param name="Before">For each class of the new training its support vectors in the one before, or null for a new class.</param>
internal sealed record WarmStart(IReadOnlyList<SupportVectors?> Before)
{
    /// <summary>Sets the first samples, multipliers and hyperplanes of the classes that were there before.</summary>
    /// <param name="states">The classes, each with its own samples only.</param>
    /// <param name="samples">The samples of the new training.</param>
    /// <param name="takesPart">Whether a sample (first) takes part in the problem of a class (second).</param>
    /// <param name="options">Loss, bias and threads.</param>
    /// <param name="cancel">Stops between two classes.</param>
    /// <returns>The other classes.</returns>
    public ClassState[] Apply(
        ClassState[] states, EmbeddingMatrix samples, Func<int, int, bool> takesPart, SvmOptions options, CancellationToken cancel)
    {
        var threads = ParallelWork.Options(options.Parallelism, cancel);
        var keys = new ulong[samples.Rows];
        Parallel.For(0, keys.Length, threads, row => keys[row] = SupportVectors.KeyOf(samples.Row(row)));

        // Samples with the same numbers (one photo in two albums, a face that is confirmed and a rejection too) form a chain in row order.
        var first = new Dictionary<ulong, int>(keys.Length);
        var next = new int[keys.Length];
        for (var row = keys.Length - 1; row >= 0; row--)
        {
            next[row] = first.GetValueOrDefault(keys[row], -1);
            first[keys[row]] = row;
        }
        var known = states.Where(state => Before[state.Class] is not null).ToArray();
        Parallel.ForEach(known, threads, state =>
        {
            var before = Before[state.Class]!;
            var weights = state.Weights.Row(state.Class);
            for (var i = 0; i < before.Keys.Length; i++)
            {
                var signed = before.Multipliers[i];
                var own = -1;
                var row = first.GetValueOrDefault(before.Keys[i], -1);
                for (; row >= 0; row = next[row])
                {
                    // Own rows are in ascending order, and all multipliers kept are above 0.
                    own = Array.BinarySearch(state.Rows, 0, state.Positives, row);
                    if (signed > 0 ? own >= 0 && state.Alpha[own] == 0 : own < 0 && !state.Contains(row) && takesPart(row, state.Class))
                        break;
                }

                // Each row is taken once: a multiplier that finds none left must not be in the hyperplane either.
                if (row < 0)
                    continue;
                if (options.Loss == SvmLoss.Hinge)
                    signed = Math.Clamp(signed, -state.OtherPrice, state.OwnPrice);
                if (own >= 0)
                    state.Alpha[own] = signed;
                else
                    state.Add(row, -signed);
                TensorPrimitives.MultiplyAdd(samples.Row(row), signed, weights, weights);
                state.BiasWeight += signed * (float)options.Bias;
            }
        });
        return states.Except(known).ToArray();
    }
}
