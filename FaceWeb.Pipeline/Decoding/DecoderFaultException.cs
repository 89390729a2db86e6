using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Pipeline.Decoding;

/// <summary>
/// A file was not refused by its reader but stopped it, or had to be stopped: reading it again would do the same, so whoever stores photos gives
/// this one up. The message is one clear sentence for the person who brought it.
/// </summary>
/// <param name="fault">What happened.</param>
/// <param name="message">The sentence.</param>
/// <param name="detail">For the log: what the child said, how it ended.</param>
public sealed class DecoderFaultException(DecoderFault fault, string message, string detail) : PhotoException(message)
{
    private const string Anew = "Save the picture anew as JPEG and upload that.";

    /// <summary>What happened.</summary>
    public DecoderFault Fault { get; } = fault;

    /// <summary>For the log: what the child said, how it ended.</summary>
    public string Detail { get; } = detail;

    /// <summary>How the child that was reading ended, with the sentence for it.</summary>
    internal static DecoderFaultException Of(DecoderFault fault, RequestLimits limits, string detail) => new(fault, fault switch
    {
        DecoderFault.Memory => FormattableString.Invariant(
            $"Reading this file was stopped: it took more than {limits.MemoryBytes >> 20:N0} MB of memory, far more than it should need. ") + Anew,
        DecoderFault.ProcessorTime => FormattableString.Invariant(
            $"Reading this file was stopped: it took more than {Seconds(limits.ProcessorTime)} of work, far more than such a picture needs. ") + Anew,
        DecoderFault.WallTime => FormattableString.Invariant(
            $"Reading this file was stopped: it was not done after {Seconds(limits.WallTime)}. {Anew} Or retry when the server has less to do."),
        _ => "Reading this file stopped the program that reads pictures: the file is damaged, or made to do harm. " + Anew,
    }, detail);

    private static string Seconds(TimeSpan time) => FormattableString.Invariant($"{time.TotalSeconds:0.#} seconds");
}
