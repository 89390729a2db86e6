using System.Numerics.Tensors;

namespace FaceWeb.Pipeline.Classification.Svm;

/// <summary>
/// The dual of one two-class linear SVM, solved coordinate by coordinate with random order and shrinking (Hsieh, Chang, Lin, Keerthi,
/// Sundararajan: A dual coordinate descent method for large-scale linear SVM, ICML 2008, algorithm 3). It minimises
/// 1/2 w.w + sum_i C_i loss(y_i w.x_i) over the samples it is given and keeps w = sum_i alpha_i y_i x_i.
/// </summary>
internal sealed class DualCoordinateDescent
{
    private readonly EmbeddingMatrix samples;
    private readonly SvmLoss loss;
    private readonly float bias;
    private readonly float[] squaredLengths;
    private readonly float[] importance;

    /// <summary>Prepares to solve problems over the rows of one matrix.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="squaredLengths">|x|^2 of each row, bias included.</param>
    /// <param name="importance">What each row's price is multiplied with, above 0.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="bias">The constant appended to each sample, or 0.</param>
    public DualCoordinateDescent(EmbeddingMatrix samples, float[] squaredLengths, float[] importance, SvmLoss loss, float bias)
    {
        this.importance = importance;
        this.samples = samples;
        this.squaredLengths = squaredLengths;
        this.loss = loss;
        this.bias = bias;
    }

    /// <summary>
    /// The spread of the projected gradient over a class's samples as its solution stands, 0 included: what <see cref="Solve"/> brings within a
    /// tolerance.
    /// </summary>
    public double Spread(ClassState state)
    {
        var weights = state.Weights.Row(state.Class);
        double highest = 0, lowest = 0;
        for (var i = 0; i < state.Count; i++)
        {
            var price = (i < state.Positives ? state.OwnPrice : state.OtherPrice) * this.importance[state.Rows[i]];
            var upper = this.loss == SvmLoss.Hinge ? price : float.PositiveInfinity;
            var diagonal = this.loss == SvmLoss.Hinge ? 0 : 0.5f / price;
            var (alpha, y) = (state.Alpha[i], i < state.Positives ? 1f : -1f);
            var margin = y * (BlockedProduct.Dot(this.samples.Row(state.Rows[i]), weights) + (state.BiasWeight * this.bias));
            var gradient = margin - 1 + (alpha * diagonal);
            if (alpha < upper)
                lowest = Math.Min(lowest, gradient);
            if (alpha > 0)
                highest = Math.Max(highest, gradient);
        }
        return highest - lowest;
    }

    /// <summary>Improves one class's solution over its active samples until the projected gradient's spread is within the tolerance.</summary>
    /// <returns>The number of sweeps made.</returns>
    public int Solve(ClassState state, double tolerance, int mostSweeps, Random random)
    {
        var count = state.Count;
        var active = count;
        var order = state.Order(count);
        var (rows, alpha, positives) = (state.Rows, state.Alpha, state.Positives);
        var weights = state.Weights.Row(state.Class);
        var biasWeight = state.BiasWeight;
        var highest = double.PositiveInfinity;
        var lowest = double.NegativeInfinity;
        var sweep = 0;
        while (sweep < mostSweeps)
        {
            var newHighest = double.NegativeInfinity;
            var newLowest = double.PositiveInfinity;
            random.Shuffle(order.AsSpan(0, active));
            for (var s = 0; s < active; s++)
            {
                var i = order[s];
                var price = (i < positives ? state.OwnPrice : state.OtherPrice) * this.importance[rows[i]];
                var upper = this.loss == SvmLoss.Hinge ? price : float.PositiveInfinity;
                var diagonal = this.loss == SvmLoss.Hinge ? 0 : 0.5f / price;
                var y = i < positives ? 1f : -1f;
                ReadOnlySpan<float> x = this.samples.Row(rows[i]);
                var old = alpha[i];
                var gradient = (y * (BlockedProduct.Dot(x, weights) + (biasWeight * this.bias))) - 1 + (old * diagonal);
                var projected = 0f;
                if (old == 0)
                {
                    if (gradient > highest)
                    {
                        active--;
                        (order[s], order[active]) = (order[active], order[s]);
                        s--;
                        continue;
                    }
                    if (gradient < 0)
                        projected = gradient;
                }
                else if (old == upper)
                {
                    if (gradient < lowest)
                    {
                        active--;
                        (order[s], order[active]) = (order[active], order[s]);
                        s--;
                        continue;
                    }
                    if (gradient > 0)
                        projected = gradient;
                }
                else
                {
                    projected = gradient;
                }
                newHighest = Math.Max(newHighest, projected);
                newLowest = Math.Min(newLowest, projected);
                if (Math.Abs(projected) > 1e-7f)
                {
                    var updated = Math.Clamp(old - (gradient / (this.squaredLengths[rows[i]] + diagonal)), 0, upper);
                    alpha[i] = updated;
                    var step = (updated - old) * y;
                    TensorPrimitives.MultiplyAdd(x, step, weights, weights);
                    biasWeight += step * this.bias;
                }
            }
            sweep++;
            if (newHighest - newLowest <= tolerance)
            {
                if (active == count)
                    break;
                // Shrunk samples are looked at again before this is called the optimum.
                active = count;
                highest = double.PositiveInfinity;
                lowest = double.NegativeInfinity;
                continue;
            }
            highest = newHighest <= 0 ? double.PositiveInfinity : newHighest;
            lowest = newLowest >= 0 ? double.NegativeInfinity : newLowest;
        }
        state.BiasWeight = biasWeight;
        return sweep;
    }
}
