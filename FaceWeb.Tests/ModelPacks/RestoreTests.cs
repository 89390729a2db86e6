using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace FaceWeb.Tests.ModelPacks;

/// <summary>The build step that restores the files: run as the build runs it, on a folder of its own.</summary>
public sealed class RestoreTests : IDisposable
{
    private readonly DirectoryInfo models = Directory.CreateTempSubdirectory("faceweb-models-");

    public void Dispose() => this.models.Delete(recursive: true);

    [Fact]
    public void Files_that_are_right_are_left_alone_and_npm_is_not_asked()
    {
        PutPack("compact", withFiles: true, m => m["npm"]!["package"] = "no-such-package-of-faceweb");
        var (code, output) = Restore("compact");
        Assert.True(code == 0, output);
        Assert.True(File.Exists(Path.Combine(this.models.FullName, "compact", ".restored")));
    }

    [Fact]
    public void Without_npm_the_build_stops_with_one_sentence()
    {
        PutPack("compact", withFiles: false);
        var (code, output) = Restore("compact", path: "");
        Assert.NotEqual(0, code);
        var sentence = OneError(output);
        Assert.Contains("lacks fr_detect.onnx, fr_landmark.onnx, fr_feature.onnx", sentence, StringComparison.Ordinal);
        Assert.Contains("npm was not found", sentence, StringComparison.Ordinal);
        Assert.Contains("Check that npm is installed", sentence, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(false, true, "another integrity")]
    [InlineData(true, false, "fr_feature.onnx of faceweb-test@")]
    public void A_tarball_or_file_that_is_not_the_one_named_is_not_installed(bool rightIntegrity, bool rightHash, string reason)
    {
        // A package made here stands for a tampered one: npm packs a folder without any registry.
        var npm = Start("npm", ["--version"], null, this.models.FullName);
        Skip.If(npm is null, "npm is not installed.");
        var package = this.models.CreateSubdirectory("package");
        File.WriteAllText(Path.Combine(package.FullName, "package.json"), """{"name":"faceweb-test","version":"1.0.0"}""");
        var content = package.CreateSubdirectory("model");
        // Small files: npm takes long to pack real models.
        var files = Directory.GetFiles(PackFolder.Compact, "*.onnx").Select(f => Path.GetFileName(f)).ToList();
        foreach (var file in files)
            File.WriteAllText(Path.Combine(content.FullName, file), file);
        Start("npm", ["pack", package.FullName], null, this.models.FullName);
        var tarball = Assert.Single(this.models.GetFiles("*.tgz"));
        var integrity = "sha512-" + Convert.ToBase64String(System.Security.Cryptography.SHA512.HashData(File.ReadAllBytes(tarball.FullName)));
        PutPack("tampered", withFiles: false, m =>
        {
            m["npm"] = new JsonObject
            {
                ["package"] = "faceweb-test",
                ["version"] = "file:" + tarball.FullName,
                ["integrity"] = rightIntegrity
                ? integrity : "sha512-AAAA"
            };
            foreach (var file in m["files"]!.AsArray())
                file!["sha256"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes((string)file["name"]!)));
            if (!rightHash)
                m["files"]![2]!["sha256"] = new string('0', 64);
        });
        var (code, output) = Restore("tampered");
        Assert.NotEqual(0, code);
        Assert.Contains(reason, OneError(output), StringComparison.Ordinal);
        var installed = this.models.GetDirectories("tampered").Single().GetFiles("*.onnx").Select(f => f.Name);
        Assert.DoesNotContain("fr_feature.onnx", installed);
    }

    [Fact]
    public void A_pack_that_people_bring_says_where_the_files_belong()
    {
        PutPack("mine", withFiles: false, m =>
        {
            m["name"] = "mine";
            m.Remove("npm");
        });
        var (code, output) = Restore("mine");
        Assert.NotEqual(0, code);
        Assert.Contains("put the files into", OneError(output), StringComparison.Ordinal);
    }

    private void PutPack(string name, bool withFiles, Action<JsonObject>? change = null)
    {
        var folder = this.models.CreateSubdirectory(name).FullName;
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(PackFolder.Compact, "pack.json")))!.AsObject();
        change?.Invoke(manifest);
        File.WriteAllText(Path.Combine(folder, "pack.json"), manifest.ToJsonString());
        foreach (var file in withFiles ? Directory.GetFiles(PackFolder.Compact, "*.onnx") : [])
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }

    private (int Code, string Output) Restore(string pack, string? path = null)
    {
        var project = Path.Combine(Repository.Root, "FaceWeb.Pipeline", "FaceWeb.Pipeline.csproj");
        var dotnet = Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet";
        return Start(dotnet, ["msbuild", project, "-t:RestoreModels", $"-p:ModelsFolder={this.models.FullName}/", $"-p:ModelPacks={pack}",
            "-nodeReuse:false", "-v:m", "-nologo"], path, Repository.Root)
            ?? throw new InvalidOperationException("dotnet could not be started.");
    }

    private static string OneError(string output)
    {
        var errors = output.Split('\n').Where(l => l.Contains(": error ", StringComparison.Ordinal)).ToList();
        Assert.Contains("FACEWEB1", Assert.Single(errors), StringComparison.Ordinal);
        return errors[0];
    }

    private static (int Code, string Output)? Start(string program, string[] arguments, string? path, string folder)
    {
        var start = new ProcessStartInfo(
            program, arguments)
        { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        if (path is not null)
            start.Environment["PATH"] = path;
        // The test runner's own MSBuild settings would lead the new one astray.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + error.Result);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
