using System.Numerics.Tensors;

namespace FaceWeb.Pipeline.Classification.Svm;

/// <summary>The primal objective of any hyperplanes, worked out plainly: for comparing solvers.</summary>
internal static class SvmObjective
{
    /// <summary>Sum over the classes of 1/2 w.w + sum_i C_i loss(y_i (w.x_i + b)), the bias counted among the weights; all prices equal.</summary>
    public static double Of(LinearMachines machines, EmbeddingMatrix samples, int[] classOf, SvmOptions options)
    {
        var sum = 0d;
        for (var c = 0; c < machines.Classes; c++)
        {
            var bias = options.Bias == 0 ? 0 : machines.Biases[c] / options.Bias;
            sum += 0.5 * (TensorPrimitives.SumOfSquares<float>(machines.Weights.Row(c)) + (bias * bias));
        }
        var products = new float[BlockedProduct.BlockRows * machines.Classes];
        for (var start = 0; start < samples.Rows; start += BlockedProduct.BlockRows)
        {
            var count = Math.Min(BlockedProduct.BlockRows, samples.Rows - start);
            BlockedProduct.Multiply(samples, start, count, machines.Weights, products);
            for (var i = 0; i < count; i++)
            {
                for (var c = 0; c < machines.Classes; c++)
                {
                    double margin = products[(i * machines.Classes) + c] + machines.Biases[c];
                    var slack = Math.Max(0, 1 - (classOf[start + i] == c ? margin : -margin));
                    sum += options.C * (options.Loss == SvmLoss.Squared ? slack * slack : slack);
                }
            }
        }
        return sum;
    }
}
