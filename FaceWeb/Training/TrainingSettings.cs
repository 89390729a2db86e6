using System.Globalization;
using System.Text.Json;
using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Folder;
using Microsoft.Extensions.Options;

namespace FaceWeb.Training;

/// <summary>
/// What an admin has chosen for trainings. Kept as <c>training.json</c> in the data folder, so that it goes along with a copy of it; until
/// somebody has chosen, the configuration says.
/// </summary>
public sealed class TrainingSettings(
    IOptions<DataOptions> data, IOptions<TrainingRateOptions> configured, RoleCheck roles, ILogger<TrainingSettings> log)
{
    /// <summary>The strictest rate: 1 stranger in 1,000. An album of some thousand strangers measures no finer.</summary>
    public const double LeastRate = 0.001;

    /// <summary>The loosest rate: 1 stranger in 10.</summary>
    public const double GreatestRate = 0.1;

    private readonly Lock gate = new();

    private string File => Path.Combine(data.Value.DataDir, "training.json");

    /// <summary>What holds from the next training.</summary>
    public TrainingSettingsView Read()
    {
        lock (gate)
        {
            try
            {
                if (System.IO.File.Exists(File) && JsonSerializer.Deserialize<TrainingSettingsView>(
                    System.IO.File.ReadAllText(File), JsonSerializerOptions.Web) is { } chosen && IsRate(chosen.FalseSuggestionRate))
                    return chosen;
            }
            catch (Exception e) when (e is JsonException or IOException)
            {
                log.LogWarning(e, "{File} cannot be read; the configuration holds instead.", File);
            }
        }
        var rate = configured.Value.FalseSuggestionRate;
        if (IsRate(rate))
            return new TrainingSettingsView(rate);
        throw new RefusedException($"FaceWeb:Training:FalseSuggestionRate is set to {Number(rate)}: set it between {Number(LeastRate)} and "
            + $"{Number(GreatestRate)}.", StatusCodes.Status409Conflict);
    }

    /// <summary>Keeps a choice; it holds from the next training.</summary>
    /// <exception cref="RefusedException">The rate is out of its bounds, or who asks is no admin (403).</exception>
    public async Task WriteAsync(TrainingSettingsView chosen)
    {
        await roles.RequireAsync(Policies.Admin);
        if (!IsRate(chosen.FalseSuggestionRate))
        {
            throw new RefusedException(
                $"The share of strangers that may get a name must lie between {Number(LeastRate)} (1 in 1,000) and {Number(GreatestRate)} (1 in 10), "
                    + $"not {Number(chosen.FalseSuggestionRate)}.");
        }
        lock (gate)
            WholeFile.Write(File, JsonSerializer.SerializeToUtf8Bytes(chosen, JsonSerializerOptions.Web));
    }

    private static bool IsRate(double rate) => rate is >= LeastRate and <= GreatestRate;

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
