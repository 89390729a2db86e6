namespace FaceWeb.Pipeline.Decoding;

/// <summary>What one request may take of a child; beyond it the child is killed.</summary>
/// <param name="MemoryBytes">Resident memory of the whole child, shared pixels included.</param>
/// <param name="ProcessorTime">Processor time, all threads together.</param>
/// <param name="WallTime">Time on the clock.</param>
internal sealed record RequestLimits(long MemoryBytes, TimeSpan ProcessorTime, TimeSpan WallTime);
