using FaceWeb.Pipeline;

namespace FaceWeb.Bench.Detection;

/// <summary>A box of the detector, to learn from and to try the learnt on.</summary>
/// <param name="Source">The set of photos.</param>
/// <param name="File">The photo's name in it.</param>
/// <param name="Fold">Its fold; photos of one group (one person, one family) have the same.</param>
/// <param name="Box">In pixels of the photo.</param>
/// <param name="Score">The detector's, 0..1.</param>
/// <param name="Face">True for a face, false for something else, null where nobody can say: that is only tried.</param>
/// <param name="Weight">What it counts in learning, above 0.</param>
/// <param name="Seen">The detector's, landmarks' and gradients' features.</param>
/// <param name="Raw">The recognition network's output.</param>
internal sealed record OpinionSample(
    string Source, string File, int Fold, FaceBox Box, float Score, bool? Face, float Weight, float[] Seen, float[] Raw);
