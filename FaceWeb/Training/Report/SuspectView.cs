using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Report;

namespace FaceWeb.Training.Report;

/// <summary>A confirmed face that looks wrong, as it stands now.</summary>
/// <param name="Suspect">What the training found.</param>
/// <param name="PhotoId">The photo that it is on.</param>
/// <param name="Version">The face's version that is looked at.</param>
public sealed record SuspectView(SuspectFace Suspect, long PhotoId, int Version);
