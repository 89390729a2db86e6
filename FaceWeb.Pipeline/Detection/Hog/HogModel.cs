using System.Text.Json;
using FaceWeb.Pipeline.ModelPacks;

namespace FaceWeb.Pipeline.Detection.Hog;

/// <summary>The learnt numbers of a HOG detector, a file beside a pack's manifest; <c>FaceWeb.Bench hog</c> learns them.</summary>
/// <param name="Source">What they were learnt on, and how.</param>
/// <param name="CellSide">Pixels of a cell's side.</param>
/// <param name="Cells">Cells of the square window's side.</param>
/// <param name="FaceWidth">Width of the box that a window stands for, as a share of the window's side; it lies in the window's middle.</param>
/// <param name="FaceHeight">Height of that box.</param>
/// <param name="Slope">The score of a margin m is 1 / (1 + exp(-(Slope m + Offset))).</param>
/// <param name="Offset">See <paramref name="Slope"/>.</param>
/// <param name="Templates">One for each pose.</param>
internal sealed record HogModel(
    string Source, int CellSide, int Cells, double FaceWidth, double FaceHeight, double Slope, double Offset, IReadOnlyList<HogTemplate> Templates)
{
    /// <summary>The detector family in manifests.</summary>
    public const string Family = "hog";

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>Pixels of the window's side.</summary>
    public int Side => Cells * CellSide;

    /// <summary>Numbers of a window.</summary>
    public int Length => Cells * Cells * HogCells.Length;

    private bool IsUsable => CellSide >= 2 && Cells >= 3 && Slope > 0 && FaceWidth is > 0 and <= 1 && FaceHeight is > 0 and <= 1
        && Templates.Count > 0 && Templates.All(t => t.Weights.Length == Length);

    /// <summary>The score of a margin, 0 to 1.</summary>
    public float Score(double margin) => (float)(1 / (1 + Math.Exp(-((Slope * margin) + Offset))));

    /// <summary>The margin of a score: the inverse of <see cref="Score"/>.</summary>
    public double MarginOf(float score) => (Math.Log(score / (1 - score)) - Offset) / Slope;

    /// <summary>Reads the file.</summary>
    /// <exception cref="ModelPackException">It is not a valid one.</exception>
    public static HogModel Read(string file, byte[] content)
    {
        try
        {
            var model = JsonSerializer.Deserialize<HogModel>(content, Json);
            return model is { IsUsable: true } ? model
                : throw new ModelPackException($"{file} has not the numbers that a HOG detector needs: learn them anew (FaceWeb.Bench hog).");
        }
        catch (JsonException problem)
        {
            throw new ModelPackException($"{file} is not a valid HOG detector: {problem.Message}", problem);
        }
    }
}
