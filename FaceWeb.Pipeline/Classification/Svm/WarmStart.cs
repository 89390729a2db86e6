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
    /// <returns>The other classes.</returns>
    public ClassState[] Apply(ClassState[] states, EmbeddingMatrix samples, SvmOptions options, CancellationToken cancel)
    {
        var rowOf = new Dictionary<ulong, int>(samples.Rows);
        var threads = new ParallelOptions { MaxDegreeOfParallelism = options.Parallelism, CancellationToken = cancel };
        var keys = new ulong[samples.Rows];
        Parallel.For(0, keys.Length, threads, row => keys[row] = SupportVectors.KeyOf(samples.Row(row)));
        for (var row = 0; row < keys.Length; row++)
            rowOf.TryAdd(keys[row], row);
        var known = states.Where(state => Before[state.Class] is not null).ToArray();
        Parallel.ForEach(known, threads, state =>
        {
            var before = Before[state.Class]!;
            var weights = state.Weights.Row(state.Class);
            for (var i = 0; i < before.Keys.Length; i++)
            {
                if (!rowOf.TryGetValue(before.Keys[i], out var row))
                    continue;
                var signed = before.Multipliers[i];
                // Own rows are in ascending order.
                var own = Array.BinarySearch(state.Rows, 0, state.Positives, row);
                if ((own >= 0) != (signed > 0))
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
