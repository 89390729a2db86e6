using System.Diagnostics;
using System.Text.Json.Nodes;

namespace FaceWeb.Tests.ModelPacks.Running;

/// <summary>Which build of ONNX Runtime the build takes.</summary>
public class GpuBuildTests
{
    [Theory]
    [InlineData("", "NvidiaDriver=false", "Microsoft.ML.OnnxRuntime")]
    [InlineData("", "NvidiaDriver=true", "Microsoft.ML.OnnxRuntime.Gpu.")]
    [InlineData("Gpu=false", "NvidiaDriver=true", "Microsoft.ML.OnnxRuntime")]
    [InlineData("Gpu=true", "NvidiaDriver=false", "Microsoft.ML.OnnxRuntime.Gpu.")]
    public void Cuda_is_taken_where_its_driver_is_or_as_the_user_says(string choice, string driver, string package)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", "FaceWeb.Pipeline", "-getItem:PackageReference", $"-p:{driver}"])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
        };
        if (choice.Length > 0)
            start.ArgumentList.Add($"-p:{choice}");
        // The test host's own settings would lead the new process astray.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || k == "Gpu").ToList())
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
        var runtime = JsonNode.Parse(output)!["Items"]!["PackageReference"]!.AsArray().Select(i => (string)i!["Identity"]!)
            .Where(i => i.StartsWith("Microsoft.ML.OnnxRuntime", StringComparison.Ordinal));
        var only = Assert.Single(runtime);
        if (package.EndsWith('.'))
            Assert.StartsWith(package, only, StringComparison.Ordinal);
        else
            Assert.Equal(package, only);
    }
}
