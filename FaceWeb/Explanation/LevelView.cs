namespace FaceWeb.Explanation;

/// <summary>How near a face is to everybody, and what is taken off its cosines for that before they are weighed.</summary>
/// <param name="Level">The mean cosine that is expected to, or measured with, the nearest twentieth of other people.</param>
/// <param name="Usual">The same of a usual face (the mean of LFW's); half of the difference is taken off each of the face's cosines.</param>
/// <param name="People">How many different people of this library the level was measured on; the fewer, the less they count.</param>
public sealed record LevelView(double Level, double Usual, int People);
