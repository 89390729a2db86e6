using FaceWeb.Faces;

namespace FaceWeb.Explanation;

/// <summary>A confirmed face that is like the explained one.</summary>
/// <param name="FaceId">The face.</param>
/// <param name="PhotoId">The photo that it is on.</param>
/// <param name="Person">Who it is.</param>
/// <param name="Cosine">The cosine of the two faces' numbers, -1 to 1.</param>
/// <param name="CorrectedCosine">The same, corrected by how near both faces are to everybody; the same number where nothing is corrected.</param>
public sealed record NearestFace(long FaceId, long PhotoId, PersonRef Person, double Cosine, double CorrectedCosine);
