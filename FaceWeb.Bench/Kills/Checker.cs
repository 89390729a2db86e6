using System.Diagnostics;
using System.Text.Json;

namespace FaceWeb.Bench.Kills;

/// <summary>Runs the command <c>FaceWeb check</c> on a folder that nobody works on.</summary>
internal static class Checker
{
    /// <summary>Checks, every original's content included.</summary>
    /// <param name="stage">Where.</param>
    /// <param name="mend">Whether it puts right what is safe to.</param>
    /// <returns>What is wrong, by kind: how often, and whether it was mended.</returns>
    /// <exception cref="BenchOptionException">It could not look.</exception>
    public static async Task<IReadOnlyList<(string Kind, int Count, bool Mended, string Text)>> RunAsync(Stage stage, bool mend)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                stage.Program, "check", $"--FaceWeb:DataDir={stage.Data}", "--files=true", "--json=true", $"--mend={(mend ? "true" : "false")}",
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new BenchOptionException($"{stage.Program} could not be started.");
        var (said, wrong) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode > 1 || (await said).Split('\n').LastOrDefault(line => line.StartsWith('[')) is not { } json)
            throw new BenchOptionException($"FaceWeb check could not look at {stage.Data}: {await said}{await wrong}");
        using var findings = JsonDocument.Parse(json);
        return
        [
            .. findings.RootElement.EnumerateArray().Select(f => (
                f.GetProperty("kind").GetString()!, f.GetProperty("count").GetInt32(), f.GetProperty("mended").GetBoolean(), f.GetRawText())),
        ];
    }
}
