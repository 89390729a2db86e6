using System.Runtime.InteropServices;

namespace FaceWeb.Pipeline.Classification.Svm;

/// <summary>
/// The samples that hold a hyperplane up, with their multipliers: what a later training begins from. Samples are known by a key made
/// from their numbers, because rows change their place from one training to the next and strangers have no id.
/// </summary>
/// <param name="Keys">The samples' keys, see <see cref="KeyOf"/>.</param>
/// <param name="Multipliers">alpha_i y_i: above 0 for the class's own samples, below 0 for others.</param>
internal sealed record SupportVectors(ulong[] Keys, float[] Multipliers)
{
    /// <summary>A 64-bit key of a sample's numbers (FNV-1a over its 32-bit words): two different samples do not share one in practice.</summary>
    public static ulong KeyOf(ReadOnlySpan<float> sample)
    {
        var key = 14695981039346656037UL;
        foreach (var word in MemoryMarshal.Cast<float, uint>(sample))
            key = (key ^ word) * 1099511628211UL;
        return key;
    }
}
