namespace FaceWeb.Bench.Fusion;

/// <summary>
/// How badly a score tells same from different: the logarithmic loss of the logistic curve that fits it best, both kinds of pairs weighing
/// alike.
/// </summary>
public static class PairLoss
{
    private const int Steps = 60;

    /// <summary>Fits the curve by Newton's method and returns its mean loss in nats.</summary>
    public static double Of(double[] scores, bool[] same) => OfEach(scores, same).Sum();

    /// <summary>The same, as each pair's share of it.</summary>
    public static double[] OfEach(double[] scores, bool[] same)
    {
        var (slope, offset, mean, deviation) = Fit(scores, same);
        double positives = same.Count(s => s), negatives = same.Length - positives;
        return [.. scores.Select(
            (score, i) => 0.5 / (same[i] ? positives : negatives) * Loss((slope * (score - mean) / deviation) + offset, same[i]))];
    }

    // -log of the probability given to what is true, without overflow.
    private static double Loss(double z, bool same) => Math.Max(z, 0) + Math.Log(1 + Math.Exp(-Math.Abs(z))) - (same ? z : 0);

    private static (double Slope, double Offset, double Mean, double Deviation) Fit(double[] scores, bool[] same)
    {
        var mean = scores.Average();
        var deviation = Math.Sqrt(scores.Average(s => (s - mean) * (s - mean)));
        double positives = same.Count(s => s), negatives = same.Length - positives;
        var (slope, offset, loss) = (1.0, 0.0, double.PositiveInfinity);
        var (slopeStep, offsetStep) = (0.0, 0.0);
        for (var step = 0; step < Steps; step++)
        {
            var now = At(slope, offset, out var gradient, out var hessian);
            // A step that makes it worse is halved until it does not.
            for (var half = 0; now > loss && half < 30; half++)
            {
                (slopeStep, offsetStep) = (slopeStep / 2, offsetStep / 2);
                (slope, offset) = (slope + slopeStep, offset + offsetStep);
                now = At(slope, offset, out gradient, out hessian);
            }
            if (loss - now < 1e-10)
                break;
            loss = now;
            var determinant = (hessian.Aa * hessian.Bb) - (hessian.Ab * hessian.Ab) + 1e-12;
            slopeStep = ((hessian.Bb * gradient.A) - (hessian.Ab * gradient.B)) / determinant;
            offsetStep = ((hessian.Aa * gradient.B) - (hessian.Ab * gradient.A)) / determinant;
            (slope, offset) = (slope - slopeStep, offset - offsetStep);
        }
        return (slope, offset, mean, deviation);

        double At(double a, double b, out (double A, double B) gradient, out (double Aa, double Ab, double Bb) hessian)
        {
            double sum = 0, ga = 0, gb = 0, haa = 0, hab = 0, hbb = 0;
            for (var i = 0; i < scores.Length; i++)
            {
                var x = (scores[i] - mean) / deviation;
                var z = (a * x) + b;
                var weight = 0.5 / (same[i] ? positives : negatives);
                var p = 1 / (1 + Math.Exp(-z));
                sum += weight * Loss(z, same[i]);
                var error = weight * (p - (same[i] ? 1 : 0));
                var curvature = weight * p * (1 - p);
                (ga, gb) = (ga + (error * x), gb + error);
                (haa, hab, hbb) = (haa + (curvature * x * x), hab + (curvature * x), hbb + curvature);
            }
            gradient = (ga, gb);
            hessian = (haa, hab, hbb);
            return sum;
        }
    }
}
