using FaceWeb.Work;

namespace FaceWeb.Models;

/// <summary>How many faces can be compared.</summary>
/// <param name="Faces">All faces.</param>
/// <param name="Waiting">Those that lack a measurement which the model in use needs.</param>
/// <param name="Job">The job that measures them, if one waits or runs.</param>
public sealed record EmbeddingCounts(int Faces, int Waiting, JobView? Job);
