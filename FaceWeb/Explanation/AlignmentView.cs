namespace FaceWeb.Explanation;

/// <summary>How a face was brought into the recognition model's position.</summary>
/// <param name="Degrees">By how much it was turned, clockwise.</param>
/// <param name="Scale">By how much its lengths were multiplied.</param>
public sealed record AlignmentView(double Degrees, double Scale);
