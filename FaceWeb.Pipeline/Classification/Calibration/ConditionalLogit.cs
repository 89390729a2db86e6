namespace FaceWeb.Pipeline.Classification.Calibration;

/// <summary>
/// Fits the weights of a conditional logistic regression by Newton's method. Each weight is drawn to a prior value, as if the prior had been
/// seen in some earlier data: with few faces the prior stands, with many the faces decide, and a handful of perfect scores cannot drive the
/// weights to infinity. Targets are softened as in Platt's method (Lin, Lin, Weng: A note on Platt's probabilistic outputs for support vector
/// machines, 2007).
/// </summary>
internal sealed class ConditionalLogit
{
    private readonly IReadOnlyList<ScoredChoice> faces;
    private readonly double[] prior;
    private readonly double[] deviations;
    private readonly double high;
    private readonly double low;

    private ConditionalLogit(IReadOnlyList<ScoredChoice> faces, double[] prior, double[] deviations)
    {
        (this.faces, this.prior, this.deviations) = (faces, prior, deviations);
        double right = faces.Count(face => face.Right >= 0), wrong = faces.Sum(face => face.Features.Length) - right;
        high = (right + 1) / (right + 2);
        low = 1 / (wrong + 2);
    }

    /// <summary>Fits weights.</summary>
    /// <param name="faces">The faces; without any the prior is returned.</param>
    /// <param name="prior">The weights without data.</param>
    /// <param name="deviations">How far each weight may go from its prior: the standard deviation of a normal prior.</param>
    public static double[] Fit(IReadOnlyList<ScoredChoice> faces, double[] prior, double[] deviations) =>
        new ConditionalLogit(faces, prior, deviations).Fit();

    private double[] Fit()
    {
        var weights = (double[])prior.Clone();
        var loss = Loss(weights);
        for (var iteration = 0; iteration < 100; iteration++)
        {
            var step = Step(weights);
            var scale = 1d;
            double[] next;
            double nextLoss;
            do
            {
                next = weights.Select((w, i) => w - (scale * step[i])).ToArray();
                nextLoss = Loss(next);
                scale /= 2;
            }
            while (nextLoss > loss && scale > 1e-10);
            var gain = loss - nextLoss;
            if (gain <= 0)
                break;
            (weights, loss) = (next, nextLoss);
            if (gain < 1e-9 * (1 + Math.Abs(loss)))
                break;
        }
        return weights;
    }

    private double[] Step(double[] weights)
    {
        var size = weights.Length;
        var gradient = new double[size];
        var hessian = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            gradient[i] = (weights[i] - prior[i]) / (deviations[i] * deviations[i]);
            hessian[i, i] = 1 / (deviations[i] * deviations[i]);
        }
        var mean = new double[size];
        foreach (var face in faces)
        {
            var (shares, _) = Shares(weights, face);
            Array.Clear(mean);
            for (var c = 0; c < shares.Length; c++)
            {
                var (features, error) = (face.Features[c], shares[c] - (c == face.Right ? high : low));
                for (var i = 0; i < size; i++)
                {
                    gradient[i] += error * features[i];
                    mean[i] += shares[c] * features[i];
                    for (var j = 0; j <= i; j++)
                        hessian[i, j] += shares[c] * features[i] * features[j];
                }
            }
            for (var i = 0; i < size; i++)
            {
                for (var j = 0; j <= i; j++)
                    hessian[i, j] -= mean[i] * mean[j];
            }
        }
        return SolveSymmetric(hessian, gradient);
    }

    private double Loss(double[] weights)
    {
        var sum = 0d;
        for (var i = 0; i < weights.Length; i++)
            sum += Math.Pow((weights[i] - prior[i]) / deviations[i], 2) / 2;
        foreach (var face in faces)
        {
            sum += Shares(weights, face).LogSum;
            for (var c = 0; c < face.Features.Length; c++)
                sum -= (c == face.Right ? high : low) * (face.Offsets[c] + Product(weights, face.Features[c]));
        }
        return sum;
    }

    /// <summary>Each candidate's share of 1 + the sum of all e^s, and the logarithm of that sum.</summary>
    private static (double[] Shares, double LogSum) Shares(double[] weights, ScoredChoice face)
    {
        var shares = new double[face.Features.Length];
        var most = 0d;
        for (var c = 0; c < shares.Length; c++)
            most = Math.Max(most, shares[c] = face.Offsets[c] + Product(weights, face.Features[c]));
        var sum = Math.Exp(-most);
        for (var c = 0; c < shares.Length; c++)
            sum += shares[c] = Math.Exp(shares[c] - most);
        for (var c = 0; c < shares.Length; c++)
            shares[c] /= sum;
        return (shares, most + Math.Log(sum));
    }

    private static double Product(double[] a, double[] b)
    {
        var sum = 0d;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    /// <summary>Solves A x = b for a positive definite A given by its lower half (Cholesky).</summary>
    private static double[] SolveSymmetric(double[,] a, double[] b)
    {
        var size = b.Length;
        var x = (double[])b.Clone();
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = a[i, j];
                for (var k = 0; k < j; k++)
                    sum -= a[i, k] * a[j, k];
                a[i, j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-12)) : sum / a[j, j];
            }
            for (var k = 0; k < i; k++)
                x[i] -= a[i, k] * x[k];
            x[i] /= a[i, i];
        }
        for (var i = size - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < size; k++)
                x[i] -= a[k, i] * x[k];
            x[i] /= a[i, i];
        }
        return x;
    }
}
