using FaceWeb.Pipeline.Decoding.Confinement;

namespace FaceWeb.Pipeline.Decoding;

/// <summary>
/// What a child gives up before it reads its first file: the network, other programs and processes, writing any file. Should a file take over
/// its reader, the reader can do little more than answer wrong pixels.
/// </summary>
internal static unsafe class ChildConfinement
{
    private const int LimitCore = 4;

    /// <summary>Gives it up, as far as the system can take it away; what it cannot is said on the standard error.</summary>
    public static void Enter()
    {
        DieFirst();
        if (!SystemCallFilter.ForReading().Enter())
            Console.Error.WriteLine("The decoder process is not confined: this system has no filter of system calls, or refused it.");
    }

    /// <summary>If memory runs out, the system shall end a child and not the server; it leaves no core.</summary>
    public static void DieFirst()
    {
        try
        {
            File.WriteAllText("/proc/self/oom_score_adj", "1000");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
        }
        var none = stackalloc ulong[] { 0, 0 };
        _ = NativeCalls.SetLimit(LimitCore, none);
    }
}
