using System.Text.Json;
using FaceWeb.Pipeline.ModelPacks;

namespace FaceWeb.Pipeline.Detection;

/// <summary>
/// Says whether a box that the detector gave is a face: a linear SVM on the detector's scores, the landmarks and the gradients, and another
/// one that also knows the recognition network's output. <c>FaceWeb.Bench opinion</c> learns both; they lie beside a pack's manifest.
/// </summary>
/// <param name="Source">What they were learnt on, and how.</param>
/// <param name="DetectSha256">SHA-256 of the detector whose boxes they were learnt on.</param>
/// <param name="LandmarksSha256">SHA-256 of the landmark model.</param>
/// <param name="EmbedSha256">SHA-256 of the recognition model.</param>
/// <param name="WholeScore">The smallest score of a box seen in the whole photo that is worth an opinion.</param>
/// <param name="TileScore">The same for a box seen in tiles only.</param>
/// <param name="Seen">Of <see cref="FaceFeatures.Seen"/>.</param>
/// <param name="LeastSeen">Below this margin a box is dropped before it is measured.</param>
/// <param name="LeastSeenAlone">The same where <paramref name="Measured"/> cannot follow, because another recognition model is in use.</param>
/// <param name="Measured">Of <see cref="FaceFeatures.Measured"/>.</param>
/// <param name="LeastMeasured">Below this margin a box is dropped.</param>
internal sealed record SecondOpinion(
    string Source, string DetectSha256, string LandmarksSha256, string EmbedSha256, float WholeScore, float TileScore,
    LinearOpinion Seen, float LeastSeen, float LeastSeenAlone, LinearOpinion Measured, float LeastMeasured)
{
    /// <summary>The file's name.</summary>
    public const string FileName = "second-opinion.json";

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>Reads the file beside the manifest of a pack, or of the pack that it builds on; null where there is none.</summary>
    /// <exception cref="ModelPackException">It is not a valid one.</exception>
    public static SecondOpinion? Find(string folder, ModelPack pack)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path) && pack.Base is { } name)
            path = Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))!, name, FileName);
        if (!File.Exists(path))
            return null;
        try
        {
            var opinion = JsonSerializer.Deserialize<SecondOpinion>(File.ReadAllBytes(path), Json);
            if (opinion is null || opinion.Seen.Weights.Length != FaceFeatures.SeenLength
                || opinion.Measured.Weights.Length <= FaceFeatures.SeenLength)
                throw new ModelPackException(
                    $"{path} has not the numbers that this version of FaceWeb needs: learn them anew (FaceWeb.Bench opinion), or delete the file.");
            return opinion;
        }
        catch (JsonException problem)
        {
            throw new ModelPackException($"{path} is not a valid second opinion: {problem.Message}", problem);
        }
    }
}
