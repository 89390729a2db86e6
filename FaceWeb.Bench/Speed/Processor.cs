using System.Runtime.InteropServices;

namespace FaceWeb.Bench.Speed;

/// <summary>The machine that figures belong to.</summary>
internal static class Processor
{
    /// <summary>The processor's name as the system gives it, or its architecture.</summary>
    public static string Name { get; } = Find();

    private static string Find()
    {
        const string model = "model name";
        var line = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith(model, StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':') + 1)..].Trim()
            ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
