using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FaceWeb.Pipeline.ModelPacks;

/// <summary>A set of models that work together, as its <c>pack.json</c> describes it. A further pack is a further folder, no code.</summary>
/// <param name="Name">Short name; embeddings carry it, because those of different packs must never be compared.</param>
/// <param name="Description">One line for people.</param>
/// <param name="Licence">Licence and its caveats.</param>
/// <param name="Source">Where the files come from.</param>
/// <param name="Files">Every file, with size and SHA-256 where they are known.</param>
/// <param name="Detect">The detector.</param>
/// <param name="Landmarks">The landmark model.</param>
/// <param name="Embed">The recognition model.</param>
/// <param name="Pose">The head-pose model, or null.</param>
/// <param name="Npm">The npm package the build restores the files from, or null when people bring them.</param>
/// <param name="Base">
/// The name of the pack, in the folder beside this one, whose models serve for the roles that this manifest leaves out; or null.
/// </param>
public sealed record ModelPack(string Name, string Description, string Licence, string Source, IReadOnlyList<ModelPackFile> Files,
    DetectModel Detect, LandmarkModel Landmarks, EmbedModel Embed, PoseModel? Pose = null, NpmSource? Npm = null, string? Base = null)
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>How many numbers one face's embedding holds.</summary>
    public int EmbeddingLength => Embed.EmbeddingLength;

    /// <summary>SHA-256 of the file that holds the recognition network's weights; empty where it belongs to the base pack.</summary>
    public string EmbedSha256 =>
        Files.FirstOrDefault(f => f.Name == (Embed.Family == DlibResNet.Family ? DlibResNet.WeightsOf(Embed.File) : Embed.File))?.Sha256 ?? "";

    /// <summary>Reads <c>pack.json</c> of the folder, without looking at the model files.</summary>
    /// <exception cref="ModelPackException">There is no manifest, or it is not a valid one.</exception>
    public static ModelPack Read(string folder)
    {
        var path = Path.Combine(folder, "pack.json");
        if (!File.Exists(path))
            throw new ModelPackException($"There is no model pack in {folder}: it needs a pack.json and the model files that it names.");
        try
        {
            var manifest = JsonNode.Parse(File.ReadAllBytes(path))?.AsObject()
                ?? throw new ModelPackException($"{path} is empty: a model pack needs its manifest.");
            if ((string?)manifest["base"] is { } name)
                TakeRoles(manifest, BaseFolder(folder, name));
            var pack = manifest.Deserialize<ModelPack>(_json)!;
            pack.CheckRoles(path);
            return pack;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            throw new ModelPackException($"{path} is not a valid manifest: {problem.Message}", problem);
        }
    }

    /// <summary>Reads a model file of the pack and checks it.</summary>
    /// <exception cref="ModelPackException">The file is missing, or has another size or SHA-256 than the manifest says.</exception>
    public byte[] ReadModel(string folder, string name)
    {
        var file = Files.FirstOrDefault(f => f.Name == name);
        if (file is null && Base is not null)
            return Read(BaseFolder(folder, Base)).ReadModel(BaseFolder(folder, Base), name);
        if (file is null)
            throw new ModelPackException(
                $"The pack.json of model pack '{Name}' uses {name} but does not list it under files: add it with size and sha256.");
        var path = Path.Combine(folder, name);
        if (!File.Exists(path))
            throw new ModelPackException($"Model pack '{Name}' lacks {name} in {folder}: {HowToGet}.");
        var content = File.ReadAllBytes(path);
        if ((file.Size > 0 && content.Length != file.Size)
            || (file.Sha256.Length > 0 && Convert.ToHexStringLower(SHA256.HashData(content)) != file.Sha256))
            throw new ModelPackException(
                $"{name} in {folder} is not the file that model pack '{Name}' names (its size or SHA-256 differs): delete it, then {HowToGet}.");
        return content;
    }

    private string HowToGet => Npm is null
        ? $"put it there yourself (source: {Source})"
        : $"build the project with npm installed and its registry in reach (dotnet build -p:ModelPacks={(Base is null ? Name : $"{Base}+{Name}")}), "
            + $"which restores it from {Npm.Package} {Npm.Version}";

    private void CheckRoles(string path)
    {
        foreach (var (
            role, input) in new[] { ("detect", Detect.Input), ("landmarks", Landmarks.Input), ("embed", Embed.Input), ("pose", Pose?.Input) })
        {
            if (input is null)
                continue;
            if (input.Channels is not ("rgb" or "bgr" or "gray"))
                throw new ModelPackException($"{path}: {role}.input.channels is '{input.Channels}'; it must be rgb, bgr or gray.");
            if (input.Width < 1 || input.Height < 1 || input.Mean.Length != input.Planes || input.Scale.Length != input.Planes
                || input.Scale.Contains(0f))
                throw new ModelPackException(
                    $"{path}: {role}.input needs a width, a height, and one mean and one non-zero scale for each of its {input.Planes} planes.");
        }
        if (Embed.Alignment.Length != (Embed.AlignmentPoints?.Length ?? 5) || Embed.Alignment.Any(p => p.Length != 2))
            throw new ModelPackException(
                $"{path}: embed.alignment needs x and y for each of its {(Embed.AlignmentPoints is { } points ? points.Length : "five")} points.");
        if (Embed.AlignBy is not (null or "landmarks" or "detector") || (Embed.AlignsByDetector && Embed.AlignmentPoints is not null))
            throw new ModelPackException(
                $"{path}: embed.alignBy is landmarks or detector; the detector has five points, and embed.alignmentPoints names none of them.");
        if (Embed.Transform is not (null or "similarity" or "affine"))
            throw new ModelPackException($"{path}: embed.transform is similarity or affine, not '{Embed.Transform}'.");
        if (Embed.AlignsByDetector && Detect.Family is "rfb" or "hog")
            throw new ModelPackException(
                $"{path}: embed.alignBy is detector, but detectors of the family {Detect.Family} give no points: use landmarks.");
        if (Embed.AlignmentPoints is { } indices && (indices.Length < 2 || indices.Any(i => i is < 0 or >= 68)))
            throw new ModelPackException($"{path}: embed.alignmentPoints needs at least two landmarks from 0 to 67.");
    }

    private static string BaseFolder(string folder, string name) =>
        Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))!, name);

    private static void TakeRoles(JsonObject manifest, string baseFolder)
    {
        var path = Path.Combine(baseFolder, "pack.json");
        if (!File.Exists(path))
            throw new ModelPackException($"There is no model pack in {baseFolder}, whose models another pack uses as its base: put it there.");
        var other = JsonNode.Parse(File.ReadAllBytes(path))!.AsObject();
        if ((string?)other["base"] is { } further)
            TakeRoles(other, BaseFolder(baseFolder, further));
        foreach (var role in new[] { "detect", "landmarks", "embed", "pose" })
            manifest[role] ??= other[role]?.DeepClone();
    }
}
