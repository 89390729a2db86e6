using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Report;

namespace FaceWeb.Training.Report;

/// <summary>Two people who were taken for each other.</summary>
/// <param name="Faces">How many faces, both ways.</param>
/// <param name="Ways">One way or both, the more frequent first.</param>
public sealed record ConfusedPair(int Faces, IReadOnlyList<Confusion> Ways);
