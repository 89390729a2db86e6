using System.Text.Json;
using System.Text.Json.Serialization;
using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Report;

namespace FaceWeb.Training;

/// <summary>Training reports as they are kept beside the classifiers.</summary>
internal static class ReportJson
{
    private static readonly JsonSerializerOptions options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>The report without the long list of faces that only the next comparison needs: that one stays in the classifier.</summary>
    public static string Write(TrainingReport report) => JsonSerializer.Serialize(report with { CrossValidatedFaceIds = [] }, options);

    /// <summary>Reads a kept report; null when an older version wrote it and this one cannot read it.</summary>
    public static TrainingReport? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<TrainingReport>(json, options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
