using FaceWeb.Pipeline.Classification.Scoring;

namespace FaceWeb.Pipeline.Classification.Calibration;

/// <summary>
/// Fits logistic weights to scored faces by Newton's method. Each weight is drawn to a prior value, as if the prior had been seen in
/// some earlier data: with few faces the prior stands, with many the faces decide, and a handful of perfect scores cannot drive
/// the weights to infinity. Targets are softened as in Platt's method (Lin, Lin, Weng: A note on Platt's probabilistic outputs for
/// support vector machines, 2007).
/// </summary>
internal static class CalibrationFitter
{
    /// <summary>Fits both sets of weights to cross-validated faces; all of them count for the weights without a margin.</summary>
    /// <param name="scored">The faces.</param>
    /// <param name="prior">What the fits are drawn to.</param>
    public static EvidenceCalibration Fit(IReadOnlyList<ScoredFace> scored, EvidenceCalibration prior)
    {
        return new EvidenceCalibration(
            FitOne(prior.WithMargin, EvidenceCalibration.DeviationsWithMargin, withMargin: true),
            FitOne(prior.WithoutMargin, EvidenceCalibration.DeviationsWithoutMargin, withMargin: false));

        double[] FitOne(double[] weights, double[] deviations, bool withMargin)
        {
            var features = new List<double[]>();
            var right = new List<bool>();
            foreach (var face in scored)
            {
                for (var c = 0; c < face.Evidence.Count; c++)
                {
                    var evidence = face.Evidence[c];
                    if (withMargin && !evidence.HasMargin)
                        continue;
                    var row = new double[weights.Length];
                    (withMargin ? evidence : evidence with { Margin = float.NaN }).Features(row);
                    features.Add(row);
                    right.Add(face.IsRight(c));
                }
            }
            return features.Count == 0 ? weights : Fit(features, right, weights, deviations);
        }
    }

    /// <summary>Fits weights.</summary>
    /// <param name="features">One row of numbers each.</param>
    /// <param name="right">Whether the row's name is right.</param>
    /// <param name="prior">The weights without data.</param>
    /// <param name="deviations">How far each weight may go from its prior: the standard deviation of a normal prior.</param>
    public static double[] Fit(IReadOnlyList<double[]> features, IReadOnlyList<bool> right, double[] prior, double[] deviations)
    {
        var size = prior.Length;
        var weights = (double[])prior.Clone();
        double positives = right.Count(r => r), negatives = right.Count - positives;
        var high = (positives + 1) / (positives + 2);
        var low = 1 / (negatives + 2);
        var loss = Loss(weights);
        for (var iteration = 0; iteration < 100; iteration++)
        {
            var gradient = new double[size];
            var hessian = new double[size, size];
            for (var i = 0; i < size; i++)
            {
                gradient[i] = (weights[i] - prior[i]) / (deviations[i] * deviations[i]);
                hessian[i, i] = 1 / (deviations[i] * deviations[i]);
            }
            for (var n = 0; n < features.Count; n++)
            {
                var p = Sigmoid(Product(weights, features[n]));
                var error = (p - (right[n] ? high : low));
                var curvature = p * (1 - p);
                for (var i = 0; i < size; i++)
                {
                    gradient[i] += error * features[n][i];
                    for (var j = 0; j <= i; j++)
                        hessian[i, j] += curvature * features[n][i] * features[n][j];
                }
            }
            var step = SolveSymmetric(hessian, gradient);
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

        double Loss(double[] at)
        {
            var sum = 0d;
            for (var i = 0; i < size; i++)
                sum += Math.Pow((at[i] - prior[i]) / deviations[i], 2) / 2;
            for (var n = 0; n < features.Count; n++)
            {
                var z = Product(at, features[n]);
                var target = right[n] ? high : low;
                // log(1 + e^z) - target z, without overflow.
                sum += (Math.Max(z, 0) + Math.Log(1 + Math.Exp(-Math.Abs(z))) - (target * z));
            }
            return sum;
        }
    }

    private static double Product(double[] a, double[] b)
    {
        var sum = 0d;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));

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
