using FaceWeb.Pipeline;

namespace FaceWeb.Bench.Hog;

/// <summary>A photo of one person with what the compact pack finds on it.</summary>
/// <param name="Name">The photo's path below its folder.</param>
/// <param name="Face">The box of the face in the photo's middle.</param>
/// <param name="Yaw">How far it is turned: degrees, positive to the picture's right.</param>
/// <param name="Others">The boxes of all faces.</param>
internal sealed record HogPortrait(string Name, FaceBox Face, double Yaw, IReadOnlyList<FaceBox> Others);
