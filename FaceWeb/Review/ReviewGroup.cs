namespace FaceWeb.Review;

/// <summary>The faces for which the same name is suggested first.</summary>
/// <param name="PersonId">The person; null for faces without a suggestion.</param>
/// <param name="Name">The person's name; null with the person.</param>
/// <param name="Faces">
/// The faces, surest first (without a suggestion: best quality first). Each is three whole numbers, because there are thousands: its
/// key, its version, and the probability in thousandths (0 to 1000).
/// </param>
public sealed record ReviewGroup(long? PersonId, string? Name, IReadOnlyList<long[]> Faces);
