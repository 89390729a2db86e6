using System.Text;
using Microsoft.Win32.SafeHandles;

namespace FaceWeb.Pipeline.Decoding;

/// <summary>
/// What native libraries print while this lives: libjpeg fills damaged parts of a picture with gray and tells it nowhere but on the standard
/// error. Only for a process that decodes one file at a time, since there is one standard error.
/// </summary>
internal sealed class NativeMessages : IDisposable
{
    private const int StandardError = 2;
    private const int Longest = 2000;

    private readonly int before;
    private readonly int memory;

    private NativeMessages(int saved, int kept) => (before, memory) = (saved, kept);

    /// <summary>Listens from now on; to nothing where the system gives no memory for it.</summary>
    public static NativeMessages Listen()
    {
        var memory = NativeCalls.CreateMemory("faceweb-messages", NativeCalls.CloseOnExec);
        var before = memory < 0 ? -1 : NativeCalls.Duplicate(StandardError);
        if (before >= 0)
            _ = NativeCalls.Duplicate(memory, StandardError);
        return new(before, memory);
    }

    /// <summary>The first characters of what was printed so far.</summary>
    public string Read()
    {
        if (memory < 0)
            return "";
        using var handle = new SafeFileHandle(memory, ownsHandle: false);
        var bytes = new byte[Longest];
        return Encoding.Latin1.GetString(bytes, 0, RandomAccess.Read(handle, bytes, 0));
    }

    /// <summary>Whether libjpeg said that the picture's data are damaged: its messages of that kind begin so (<c>jerror.h</c>).</summary>
    public bool TellOfDamage() => Read() is var text && (text.Contains("Corrupt JPEG data", StringComparison.Ordinal)
        || text.Contains("Premature end of JPEG", StringComparison.Ordinal) || text.Contains("Invalid SOS parameters", StringComparison.Ordinal)
        || text.Contains("Inconsistent progression", StringComparison.Ordinal));

    /// <summary>Lets messages go where they went before, those kept here too.</summary>
    public void Dispose()
    {
        var text = Read();
        if (before >= 0)
        {
            _ = NativeCalls.Duplicate(before, StandardError);
            _ = NativeCalls.Close(before);
        }
        if (memory >= 0)
            _ = NativeCalls.Close(memory);
        if (text.Length > 0)
            Console.Error.Write(text);
    }
}
