using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;

namespace FaceWeb.History.Decisions;

/// <summary>A face as it stands after an action.</summary>
/// <param name="FaceId">The face.</param>
/// <param name="Decision">What is said of it now.</param>
/// <param name="Person">Who it is, when confirmed; null otherwise.</param>
/// <param name="Version">Its version now.</param>
public sealed record DecidedFace(long FaceId, FaceDecision Decision, PersonRef? Person, int Version);
