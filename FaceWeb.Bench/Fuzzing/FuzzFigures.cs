using System.Collections.Concurrent;
using FaceWeb.Pipeline.Decoding;

namespace FaceWeb.Bench.Fuzzing;

/// <summary>What came of the damaged pictures of one format. Counted from many threads.</summary>
public sealed class FuzzFigures
{
    private readonly ConcurrentDictionary<DecoderFault, int> faults = new();
    private int decoded;
    private int refused;

    /// <summary>Inputs that decoded all the same.</summary>
    public int Decoded => decoded;

    /// <summary>Inputs that were refused with a sentence, by a child that went on.</summary>
    public int Refused => refused;

    /// <summary>Inputs that cost a child, by what happened.</summary>
    public IReadOnlyDictionary<DecoderFault, int> Faults => faults;

    /// <summary>All inputs.</summary>
    public int Inputs => Decoded + Refused + faults.Values.Sum();

    internal void AddDecoded() => Interlocked.Increment(ref decoded);

    internal void AddRefused() => Interlocked.Increment(ref refused);

    internal void Add(DecoderFault fault) => faults.AddOrUpdate(fault, 1, (_, count) => count + 1);
}
