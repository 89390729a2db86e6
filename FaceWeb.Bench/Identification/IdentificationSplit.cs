using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Scoring;
using FaceWeb.Pipeline.Classification.Training;

namespace FaceWeb.Bench.Identification;

/// <summary>A set cut by <see cref="IdentificationProtocol"/>.</summary>
/// <param name="People">Names of the known people; person n of the lists below is entry n - 1.</param>
/// <param name="Gallery">The confirmed faces.</param>
/// <param name="Probes">The known people's other faces.</param>
/// <param name="Strangers">Faces of people who are not known.</param>
public sealed record IdentificationSplit(
    IReadOnlyList<string> People,
    IReadOnlyList<LabelledFace> Gallery,
    IReadOnlyList<(long Person, BenchFace Face)> Probes,
    IReadOnlyList<BenchFace> Strangers);
