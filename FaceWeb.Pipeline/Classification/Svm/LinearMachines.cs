namespace FaceWeb.Pipeline.Classification.Svm;

/// <summary>The result of one-against-rest training: a hyperplane a class.</summary>
/// <param name="Weights">One row a class.</param>
/// <param name="Biases">What is added to a class's product (the bias weight times the appended constant).</param>
/// <param name="Primal">Sum over the classes of 1/2 w.w + sum_i C_i loss_i.</param>
/// <param name="Dual">Sum over the classes of the dual objective: a lower bound of the least possible <paramref name="Primal"/>.</param>
/// <param name="Sweeps">Sweeps over active samples, all classes together.</param>
/// <param name="Looks">How often all samples were compared with all unfinished classes.</param>
internal sealed record LinearMachines(EmbeddingMatrix Weights, float[] Biases, double Primal, double Dual, long Sweeps, int Looks)
{
    /// <summary>The support vectors of each class; null where nobody will train on from here.</summary>
    public IReadOnlyList<SupportVectors>? Support { get; init; }

    /// <summary>Number of classes.</summary>
    public int Classes => Biases.Length;

    /// <summary>The margin w.x + b of a padded sample to one class.</summary>
    public float Margin(int index, ReadOnlySpan<float> sample) => BlockedProduct.Dot(Weights.Row(index), sample) + Biases[index];
}
