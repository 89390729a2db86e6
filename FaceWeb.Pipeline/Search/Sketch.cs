namespace FaceWeb.Pipeline.Search;

/// <summary>What is kept of a vector to estimate its dot products.</summary>
/// <param name="Signs">One bit a number of the rotated vector, set where it is not negative.</param>
/// <param name="Factor">Its squared length over the sum of its numbers' magnitudes: brings a sum by signs to the size of a dot product.</param>
internal readonly record struct Sketch(ulong[] Signs, float Factor);
