using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using FaceWeb.Backups;
using FaceWeb.Data;
using FaceWeb.Data.Folder;
using FaceWeb.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FaceWeb.Health.Checking;

/// <summary>
/// The command <c>FaceWeb check</c>: the checker of the Health page for a FaceWeb that does not run. <c>--files=true</c> reads every original and
/// compares it with its hash, <c>--mend=true</c> puts right what is safe to, <c>--json=true</c> answers for programs: a list of findings.
/// </summary>
public static class CheckCommand
{
    /// <summary>The word for it.</summary>
    public const string Word = "check";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Checks, and says on the console what is wrong.</summary>
    /// <param name="app">The application, not started.</param>
    /// <returns>0 when nothing is wrong or all was mended, 1 when something is, 2 when it could not be looked at.</returns>
    public static async Task<int> RunAsync(WebApplication app)
    {
        await using var ended = app;
        var folder = Path.GetFullPath(app.Services.GetRequiredService<IOptions<DataOptions>>().Value.DataDir);
        try
        {
            if (!File.Exists(Path.Combine(folder, "faceweb.db")) && !Restoring.IsUnderWay(folder))
                return await RefuseAsync($"There is no FaceWeb in {folder}: name its folder with --FaceWeb:DataDir=FOLDER.");
            app.Services.GetRequiredService<DataLock>().Take();
            if (Restoring.IsUnderWay(folder))
                return await RefuseAsync($"Restoring a backup into {folder} was interrupted: start FaceWeb once, then check again.");
            await using (var db = await app.Services.GetRequiredService<IDbContextFactory<FaceWebDb>>().CreateDbContextAsync())
            {
                if ((await db.Database.GetPendingMigrationsAsync()).Any())
                    return await RefuseAsync($"The database in {folder} is of an older version: start FaceWeb once, then check again.");
            }
            await using var scope = app.Services.CreateAsyncScope();
            var findings = await scope.ServiceProvider.GetRequiredService<LibraryCheck>().RunAsync(
                app.Configuration.GetValue<bool>("files"), app.Configuration.GetValue<bool>("mend"), CancellationToken.None);
            if (app.Configuration.GetValue<bool>("json"))
            {
                Console.WriteLine(JsonSerializer.Serialize(findings, Json));
                return findings.All(finding => finding.Mended) ? 0 : 1;
            }
            foreach (var finding in findings)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{finding.Sentence} ({string.Join(", ", finding.Examples)})"));
            if (findings.Count == 0)
                Console.WriteLine($"Nothing is wrong in {folder}.");
            return findings.All(finding => finding.Mended) ? 0 : 1;
        }
        catch (DataInUseException)
        {
            return await RefuseAsync($"A FaceWeb works on {folder}: check on its page Health, or end it first.");
        }
    }

    private static async Task<int> RefuseAsync(string sentence)
    {
        await Console.Error.WriteLineAsync(sentence);
        return 2;
    }
}
