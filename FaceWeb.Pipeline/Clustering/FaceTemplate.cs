using System.Numerics.Tensors;
using FaceWeb.Pipeline.Classification.Normalisation;

namespace FaceWeb.Pipeline.Clustering;

/// <summary>
/// A face together with the faces that look like the same person: several pictures of one person compared as one, which the field calls a
/// template (Klare et al., IJB-A, CVPR 2015). The face itself counts whole. The others count the more the more alike they are to it, and
/// all together like <see cref="MostFaces"/> at most: a face that got into a wrong group is hardly more alike than it has to be, and the group
/// must not speak over it. Set on half 1 of the families and on LFW; docs/classifier.md has what it brings.
/// </summary>
public static class FaceTemplate
{
    /// <summary>The others count together like so many at most.</summary>
    public const int MostFaces = 4;

    // Counted whole from half a cosine beyond the least on.
    private const double Slope = 2;

    /// <summary>Makes the template of a face and the others of its group.</summary>
    /// <param name="face">The face's embedding, of unit length.</param>
    /// <param name="level">The face's level.</param>
    /// <param name="others">The sum of the others' embeddings.</param>
    /// <param name="levels">The sum of the others' levels.</param>
    /// <param name="count">How many others they are, 1 or more.</param>
    /// <param name="normalisation">By which cosines are corrected; null for cosines as they are.</param>
    /// <param name="least">See <see cref="FaceGroupsOptions.TemplateCosine"/>.</param>
    /// <returns>As many numbers, of unit length; null where the others are too little alike to count.</returns>
    public static float[]? Of(
        ReadOnlySpan<float> face, double level, ReadOnlySpan<float> others, double levels, int count, ScoreNormalisation? normalisation, double least)
    {
        var cosine = TensorPrimitives.Dot(face, others) / count;
        var beyond = (normalisation?.Correct(cosine, level, levels / count) ?? cosine) - least;
        return beyond > 0 ? Of(face, others, count, beyond) : null;
    }

    /// <summary>Makes the template.</summary>
    /// <param name="face">The face's embedding, of unit length.</param>
    /// <param name="others">The sum of the others' embeddings, each of unit length; as many numbers as the face's.</param>
    /// <param name="count">How many others they are; with none the template is the face itself.</param>
    /// <param name="beyond">
    /// By how much the mean corrected cosine of the face to the others is beyond <see cref="FaceGroupsOptions.TemplateCosine"/>; where it is not, the
    /// template is the face itself.
    /// </param>
    /// <returns>As many numbers, of unit length.</returns>
    public static float[] Of(ReadOnlySpan<float> face, ReadOnlySpan<float> others, int count, double beyond)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var template = face.ToArray();
        if (count == 0 || beyond <= 0)
            return template;
        var weight = (float)(Math.Min(1, Slope * beyond) * Math.Min(1, MostFaces / (double)count));
        TensorPrimitives.MultiplyAdd(others, weight, template, template);
        TensorPrimitives.Divide(template, TensorPrimitives.Norm<float>(template), template);
        return template;
    }
}
