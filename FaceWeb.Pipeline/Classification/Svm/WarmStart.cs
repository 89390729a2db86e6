using System.Numerics.Tensors;

namespace FaceWeb.Pipeline.Classification.Svm;

/// <summary>
/// Begins a training from hyperplanes that were trained before. The multipliers need not have been kept: at the optimum of the
/// L2-loss machine alpha_i = 2 C_i max(0, 1 - y_i w.x_i), and of the L1-loss machine alpha_i = C_i wherever the margin is violated,
/// so one look at all samples gives them back, and they are as good as the old hyperplane is for the new samples.
/// </summary>
/// <param name="Weights">The old hyperplanes.</param>
/// <param name="Biases">What is added to their products.</param>
/// <param name="OldClass">For each class of the new training its row in <paramref name="Weights"/>, or -1 for a new one.</param>
internal sealed record WarmStart(EmbeddingMatrix Weights, float[] Biases, int[] OldClass)
{
    /// <summary>Sets the classes' first samples, multipliers and hyperplanes.</summary>
    public void Apply(ClassState[] states, EmbeddingMatrix samples, SvmOptions options, float[] importance, SampleScan scan, CancellationToken cancel)
    {
        var bias = (float)options.Bias;
        foreach (var state in states)
        {
            var old = OldClass[state.Class];
            var weights = state.Weights.Row(state.Class);
            if (old >= 0)
            {
                Weights.Row(old).CopyTo(weights);
                state.BiasWeight = bias == 0 ? 0 : Biases[old] / bias;
                continue;
            }
            // A new person's first guess: twice the mean of the own samples, less 1, puts those near the middle of it above 0.
            foreach (var row in state.Rows.AsSpan(0, state.Positives))
                TensorPrimitives.MultiplyAdd(samples.Row(row), 2f / state.Positives, weights, weights);
            state.BiasWeight = bias == 0 ? 0 : -1 / bias;
        }
        var ownIndex = new Dictionary<(int Class, int Row), int>();
        foreach (var state in states)
        {
            for (var i = 0; i < state.Positives; i++)
                ownIndex[(state.Class, state.Rows[i])] = i;
        }
        scan.ForEachInside(states, (state, row, violation) =>
        {
            var own = ownIndex.TryGetValue((state.Class, row), out var index);
            var price = (own ? state.OwnPrice : state.OtherPrice) * importance[row];
            var alpha = options.Loss == SvmLoss.Squared ? 2 * price * violation : price;
            if (own)
                state.Alpha[index] = alpha;
            else
                state.Add(row, alpha);
        }, cancel);
        Parallel.ForEach(states, new ParallelOptions { MaxDegreeOfParallelism = options.Parallelism, CancellationToken = cancel }, state =>
        {
            var weights = state.Weights.Row(state.Class);
            weights.Clear();
            state.BiasWeight = 0;
            for (var i = 0; i < state.Count; i++)
            {
                var signed = i < state.Positives ? state.Alpha[i] : -state.Alpha[i];
                TensorPrimitives.MultiplyAdd(samples.Row(state.Rows[i]), signed, weights, weights);
                state.BiasWeight += signed * bias;
            }
        });
    }
}
