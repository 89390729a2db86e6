using System.Text;
using Microsoft.Win32.SafeHandles;

namespace FaceWeb.Pipeline.Decoding;

/// <summary>Memory and processor time of another process, as Linux tells them in <c>/proc</c>.</summary>
internal sealed class ProcessFigures(int process) : IDisposable
{
    // proc(5): 100 a second on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    private readonly SafeFileHandle memory = File.OpenHandle(FormattableString.Invariant($"/proc/{process}/statm"));
    private readonly SafeFileHandle times = File.OpenHandle(FormattableString.Invariant($"/proc/{process}/stat"));

    /// <summary>Resident memory in bytes, shared memory included; 0 when the process has ended.</summary>
    public long MemoryBytes() => Read(memory, after: null) is { } fields ? Number(fields, 1) * Environment.SystemPageSize : 0;

    /// <summary>Processor time of all its threads; zero when the process has ended.</summary>
    public TimeSpan ProcessorTime()
    {
        // User and system time are the fields 14 and 15, of which the third is the first behind the parenthesis of the name, which may hold anything.
        var ticks = Read(times, after: ')') is { } fields ? Number(fields, 11) + Number(fields, 12) : 0;
        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        memory.Dispose();
        times.Dispose();
    }

    // Once for all its fields: the system makes up the text anew for each reading, from all of the process's threads.
    private static string[]? Read(SafeFileHandle file, char? after)
    {
        Span<byte> bytes = stackalloc byte[1024];
        try
        {
            var text = Encoding.ASCII.GetString(bytes[..RandomAccess.Read(file, bytes, 0)]);
            if (after is { } mark)
                text = text[(text.LastIndexOf(mark) + 1)..];
            return text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return null;
        }
    }

    private static long Number(string[] fields, int at) => at < fields.Length && long.TryParse(fields[at], out var value) ? value : 0;
}
