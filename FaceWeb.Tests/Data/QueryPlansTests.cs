using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Data.Sqlite;
using FaceWeb.Tests.Albums;
using FaceWeb.Tests.Review;
using FaceWeb.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceWeb.Tests.Data;

/// <summary>SQLite knows how its indexes are spread, so that what belongs to one photo is not looked for among all undecided faces.</summary>
public sealed class QueryPlansTests
{
    [Fact]
    public async Task Faces_of_a_photo_are_found_by_the_photo_once_the_library_has_grown()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var faces = await SuggestedFaces.WriteAsync(faceWeb, 4_000, [await faceWeb.NewPersonAsync("Ada")], [Pictures.Jpeg(7, 60, 60)], "Many");
        Assert.Contains("IX_Faces_Decision", await PlanAsync(faceWeb), StringComparison.Ordinal);

        var plans = faceWeb.App.Services.GetRequiredService<QueryPlans>();
        Assert.True(await plans.RenewAsync());
        Assert.Contains("IX_Faces_PhotoId", await PlanAsync(faceWeb), StringComparison.Ordinal);
        Assert.False(await plans.RenewAsync());

        // Counts alone: sqlite_stat4 would keep samples of what stands in the indexes, names among them, beyond their forgetting.
        await using var db = await faceWeb.OpenDbAsync();
        Assert.Equal(
            ["sqlite_stat1"], await db.Database.SqlQuery<string>($"SELECT name AS Value FROM sqlite_schema WHERE name LIKE 'sqlite_stat%'").ToListAsync());
        Assert.NotEmpty(faces);
    }

    private static async Task<string> PlanAsync(RunningFaceWeb faceWeb)
    {
        await using var db = await faceWeb.OpenDbAsync();
        var connection = db.Database.GetDbConnection();
        await db.Database.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        long[] photos = [1, 2, 3];
        command.CommandText = "EXPLAIN QUERY PLAN " + db.Faces.Where(f => f.Decision == FaceDecision.Undecided && photos.Contains(f.PhotoId))
            .Select(f => f.Id).ToQueryString().Split('\n').Where(line => !line.StartsWith(".param", StringComparison.Ordinal)).Aggregate((a, b) => a + "\n" + b);
        var photo = command.CreateParameter();
        (photo.ParameterName, photo.Value) = ("@photos", "[1,2,3]");
        command.Parameters.Add(photo);
        await using var reader = await command.ExecuteReaderAsync();
        var plan = "";
        while (await reader.ReadAsync())
            plan += reader.GetString(3) + "\n";
        return plan;
    }
}
