using FaceWeb.Pipeline;

namespace FaceWeb.Analysis;

/// <summary>A measured face with the picture that lists show.</summary>
/// <param name="Face">What the models measured.</param>
/// <param name="Crop">The face with some of its surroundings, JPEG, at most 192 pixels a side.</param>
public sealed record DescribedFace(MeasuredFace Face, byte[] Crop);
