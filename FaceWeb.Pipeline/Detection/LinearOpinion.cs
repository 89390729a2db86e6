using System.Numerics.Tensors;

namespace FaceWeb.Pipeline.Detection;

/// <summary>One linear machine of a second opinion.</summary>
/// <param name="Weights">One a feature.</param>
/// <param name="Bias">Added to the weighted sum; what is above 0 lies on the faces' side.</param>
internal sealed record LinearOpinion(float[] Weights, float Bias)
{
    /// <summary>How surely this is a face: about 1 and more for faces, about -1 and less for others.</summary>
    public float Margin(ReadOnlySpan<float> features) => TensorPrimitives.Dot(Weights, features) + Bias;
}
