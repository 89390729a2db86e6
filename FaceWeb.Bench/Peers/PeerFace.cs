namespace FaceWeb.Bench.Peers;

/// <summary>A face as one of the compared programs found it.</summary>
/// <param name="X">Left edge of its box, pixels of the photo.</param>
/// <param name="Y">Top edge.</param>
/// <param name="W">Width.</param>
/// <param name="H">Height.</param>
/// <param name="Score">How sure the program is, in its own measure.</param>
/// <param name="Embedding">Its measurements, of any length; empty where the program has none.</param>
internal sealed record PeerFace(double X, double Y, double W, double H, double Score, float[] Embedding);
