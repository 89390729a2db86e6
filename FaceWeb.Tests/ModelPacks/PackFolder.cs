using System.Text.Json.Nodes;

namespace FaceWeb.Tests.ModelPacks;

/// <summary>Packs for tests: the restored one beside the test's assembly, and changed copies of it.</summary>
internal static class PackFolder
{
    /// <summary>The default pack as the build copied it.</summary>
    public static string Compact { get; } = Path.Combine(AppContext.BaseDirectory, "models", "compact");

    /// <summary>A copy in a new temporary folder with a changed manifest.</summary>
    public static DirectoryInfo CopyOfCompact(Action<JsonObject>? change = null)
    {
        var folder = Directory.CreateTempSubdirectory("faceweb-pack-");
        foreach (var file in Directory.GetFiles(Compact))
            File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
        var path = Path.Combine(folder.FullName, "pack.json");
        var manifest = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        change?.Invoke(manifest);
        File.WriteAllText(path, manifest.ToJsonString());
        return folder;
    }

    /// <summary>The manifest's entry for one more model file, as a person who adds a model writes it.</summary>
    public static JsonObject FileEntry(string path)
    {
        var content = File.ReadAllBytes(path);
        return new()
        {
            ["name"] = Path.GetFileName(path),
            ["size"] = content.Length,
            ["sha256"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)),
        };
    }
}
