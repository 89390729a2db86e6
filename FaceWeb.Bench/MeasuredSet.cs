using FaceWeb.Pipeline.Embedding;

namespace FaceWeb.Bench;

/// <summary>A set of photos, measured.</summary>
/// <param name="Photos">In order of their paths.</param>
/// <param name="Recognition">What their faces are compared by.</param>
public sealed record MeasuredSet(IReadOnlyList<MeasuredPhoto> Photos, RecognitionModel Recognition);
