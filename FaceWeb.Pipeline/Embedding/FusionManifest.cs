using System.Text.Json;
using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Scoring;
using FaceWeb.Pipeline.ModelPacks;

namespace FaceWeb.Pipeline.Embedding;

/// <summary>
/// How the embeddings of several packs are joined, as a <c>fusion.json</c> under <c>models</c> says. <c>FaceWeb.Bench fuse</c> learns it.
/// </summary>
/// <param name="Name">The name that classifiers carry.</param>
/// <param name="Source">What the numbers were learnt on, and how.</param>
/// <param name="Spread">How the joined cosines of different people spread.</param>
/// <param name="Parts">The packs; the first one also detects and finds landmarks.</param>
public sealed record FusionManifest(string Name, string Source, CosineSpread Spread, IReadOnlyList<FusionPart> Parts)
{
    /// <summary>The manifest's file name.</summary>
    public const string FileName = "fusion.json";

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        WriteIndented = true,
    };

    /// <summary>Reads the folder's <c>fusion.json</c>.</summary>
    /// <exception cref="ModelPackException">There is none, or it is not a valid one.</exception>
    public static FusionManifest Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            throw new ModelPackException($"The careful setting needs {path}, which is not there: build FaceWeb again, or choose the fast setting.");
        try
        {
            var fusion = JsonSerializer.Deserialize<FusionManifest>(File.ReadAllBytes(path), Json)
                ?? throw new ModelPackException($"{path} is empty: it needs the fusion's parts.");
            fusion.Check();
            return fusion;
        }
        catch (JsonException problem)
        {
            throw new ModelPackException($"{path} is not a valid manifest: {problem.Message}", problem);
        }
    }

    internal void Check()
    {
        if (Parts.Count < 2 || Parts.Any(p => !(p.Weight > 0)) || Parts.DistinctBy(p => p.Pack).Count() != Parts.Count || !(Spread.Deviation > 0))
            throw new ModelPackException(
                $"The fusion {Name} needs two or more different packs, each with a weight above 0, and a spread above 0: correct its {FileName}.");
    }
}
