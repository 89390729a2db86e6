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
    public long MemoryBytes() => Field(memory, 1, after: null) * Environment.SystemPageSize;

    /// <summary>Processor time of all its threads; zero when the process has ended.</summary>
    public TimeSpan ProcessorTime()
    {
        // User and system time are the fields 14 and 15; the name in the second may hold anything, so counting begins behind its parenthesis.
        var ticks = Field(times, 12, after: ')') + Field(times, 13, after: ')');
        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        memory.Dispose();
        times.Dispose();
    }

    private static long Field(SafeFileHandle file, int index, char? after)
    {
        Span<byte> bytes = stackalloc byte[1024];
        int read;
        try
        {
            read = RandomAccess.Read(file, bytes, 0);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return 0;
        }
        var text = Encoding.ASCII.GetString(bytes[..read]);
        if (after is { } mark)
            text = text[(text.LastIndexOf(mark) + 1)..];
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // Behind the parenthesis the first field is the third of the file.
        var at = after is null ? index : index - 1;
        return at < fields.Length && long.TryParse(fields[at], out var value) ? value : 0;
    }
}
