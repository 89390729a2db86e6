using FaceWeb.Access;
using FaceWeb.Data;
using FaceWeb.Data.Deleted;
using FaceWeb.Layout;
using FaceWeb.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FaceWeb.Health.Checking;

/// <summary>
/// Proves that every row has its file, every file its row, every decision its event and every list its faces, and mends what is safe to mend.
/// It reads while others work; what is said or uploaded in just that moment may be found and is not there the next time.
/// </summary>
public sealed class LibraryCheck(
    IDbContextFactory<FaceWebDb> databases, PhotoStore store, StoreSweep sweep, IOptions<DataOptions> data, RoleCheck roles)
{
    private const int MostExamples = 10;

    /// <summary>Looks at everything.</summary>
    /// <param name="readFiles">Whether each original is read whole and compared with its hash: minutes for a large library.</param>
    /// <param name="mend">Whether to put right what is safe to.</param>
    /// <param name="cancel">Stops between two looks.</param>
    /// <returns>What is wrong; empty when nothing is.</returns>
    public async Task<IReadOnlyList<Finding>> RunAsync(bool readFiles, bool mend, CancellationToken cancel)
    {
        await roles.RequireAsync(Policies.Admin);
        await using var db = await databases.CreateDbContextAsync(cancel);
        List<Finding?> findings =
        [
            await DatabaseAsync(db, cancel),
            await DanglingAsync(db, cancel),
            .. await FilesAsync(db, readFiles, mend, cancel),
            await RowsAsync(
                db, FindingKind.DecisionWithoutPerson,
                """SELECT "Id" AS "Value" FROM "Faces" WHERE ("Decision" = 1) <> ("PersonId" IS NOT NULL)""",
                "confirmed as nobody, or named without being confirmed: name them again on their photo", cancel),
            await RowsAsync(
                db, FindingKind.DecisionWithoutEvent,
                """SELECT f."Id" AS "Value" FROM "Faces" f WHERE f."Decision" <> 0 AND NOT EXISTS (SELECT 1 FROM "FaceEvents" e WHERE e."FaceId" = f."Id")""",
                "decided, and the history does not say by whom: they cannot be undone; decide them again if they are wrong", cancel),
            await RowsAsync(
                db, FindingKind.DecisionUnlikeEvent,
                """
                SELECT f."Id" AS "Value" FROM "Faces" f JOIN "FaceEvents" e ON e."Id" = (SELECT MAX(l."Id") FROM "FaceEvents" l WHERE l."FaceId" = f."Id")
                WHERE f."Decision" <> e."AfterDecision"
                    OR (f."PersonId" IS NOT e."AfterPersonId" AND EXISTS (SELECT 1 FROM "People" p WHERE p."Id" = e."AfterPersonId"))
                """,
                "something else than the history says last: look at them on their photo", cancel),
            await RowsAsync(
                db, FindingKind.FaceWithoutMeasurement,
                """
                SELECT f."Id" AS "Value" FROM "Faces" f JOIN "Photos" p ON p."Id" = f."PhotoId"
                WHERE p."State" = 2 AND NOT EXISTS (SELECT 1 FROM "Embeddings" e WHERE e."FaceId" = f."Id")
                """,
                "not measured though their photo is analysed: measure them on the Models page", cancel),
            await MendedRowsAsync(
                db, FindingKind.SuggestionOfDecided, mend,
                """SELECT DISTINCT f."Id" AS "Value" FROM "Faces" f JOIN "Suggestions" s ON s."FaceId" = f."Id" WHERE f."Decision" <> 0""",
                """DELETE FROM "Suggestions" WHERE "FaceId" IN (SELECT "Id" FROM "Faces" WHERE "Decision" <> 0)""",
                "decided and still have suggested names", cancel),
            await MendedRowsAsync(
                db, FindingKind.SuggestionUnlikeRow, mend,
                """
                SELECT f."Id" AS "Value" FROM "Faces" f LEFT JOIN "Suggestions" s ON s."FaceId" = f."Id" AND s."Rank" = 0
                WHERE f."Decision" = 0 AND f."BestPersonId" IS NOT s."PersonId"
                """,
                """
                UPDATE "Faces" SET "BestPersonId" = (SELECT s."PersonId" FROM "Suggestions" s WHERE s."FaceId" = "Faces"."Id" AND s."Rank" = 0),
                    "BestProbability" = (SELECT s."Probability" FROM "Suggestions" s WHERE s."FaceId" = "Faces"."Id" AND s."Rank" = 0)
                WHERE "Decision" = 0 AND "BestPersonId" IS NOT (SELECT s."PersonId" FROM "Suggestions" s WHERE s."FaceId" = "Faces"."Id" AND s."Rank" = 0)
                """,
                "sorted by another name than the one suggested first", cancel),
        ];
        return [.. findings.OfType<Finding>()];
    }

    private static async Task<Finding?> DatabaseAsync(FaceWebDb db, CancellationToken cancel)
    {
        var said = await db.Database.SqlQueryRaw<string>("PRAGMA integrity_check").ToListAsync(cancel);
        return said is ["ok"] ? null
            : Found(FindingKind.DamagedDatabase, said, "The database file is damaged: restore the last backup on the page Backups.", mended: false);
    }

    private static async Task<Finding?> DanglingAsync(FaceWebDb db, CancellationToken cancel)
    {
        var rows = await db.Database.SqlQueryRaw<string>("SELECT \"table\" || ' ' || rowid AS Value FROM pragma_foreign_key_check")
            .ToListAsync(cancel);
        return rows.Count == 0 ? null
            : Found(
                FindingKind.DanglingRow, rows, "Rows name others that are not there: restore a backup, or ask for help with the server's log.",
                    mended: false);
    }

    private async Task<List<Finding?>> FilesAsync(FaceWebDb db, bool readFiles, bool mend, CancellationToken cancel)
    {
        // The files first: what is uploaded meanwhile has its file before its row, and would be found without one otherwise.
        var stored = store.Hashes().ToHashSet();
        var named = (await db.Database.SqlQueryRaw<string>(NamedContents.All).ToListAsync(cancel)).ToHashSet();
        var missing = named.Where(hash => !File.Exists(store.PathOf(hash))).ToList();
        var unnamed = stored.Where(hash => !named.Contains(hash)).ToList();
        var damaged = new List<string>();
        foreach (var hash in readFiles ? named.Except(missing) : [])
        {
            cancel.ThrowIfCancellationRequested();
            if (await HashAsync(store.PathOf(hash), cancel) is { } read && read != hash)
                damaged.Add(hash);
        }
        if (mend && unnamed.Count > 0)
            await sweep.SweepAsync(unnamed, cancel);
        return
        [
            missing.Count == 0 ? null : Found(
                FindingKind.MissingOriginal, missing,
                $"{Words.Count(missing.Count, "photo has", "photos have")} no file in {data.Value.DataDir}: restore a backup, or upload them again.",
                mended: false),
            damaged.Count == 0 ? null : Found(
                FindingKind.DamagedOriginal, damaged,
                $"{Words.Count(damaged.Count, "original is", "originals are")} damaged on the disk: restore a backup, and look at the disk.",
                    mended: false),
            unnamed.Count == 0 ? null : Found(
                FindingKind.UnnamedFile, unnamed, $"{Words.Count(unnamed.Count, "stored file belongs", "stored files belong")} to no photo"
                    + (mend ? " and was removed." : ": they can be removed."), mend),
        ];
    }

    private static async Task<Finding?> RowsAsync(FaceWebDb db, FindingKind kind, string sql, string what, CancellationToken cancel)
    {
        var faces = await db.Database.SqlQueryRaw<long>(sql).ToListAsync(cancel);
        return faces.Count == 0 ? null
            : Found(kind, [.. faces.Select(id => $"face {id}")], $"{Words.Count(faces.Count, "face is", "faces are")} {what}.", mended: false);
    }

    private static async Task<Finding?> MendedRowsAsync(
        FaceWebDb db, FindingKind kind, bool mend, string find, string repair, string what, CancellationToken cancel)
    {
        var found = await RowsAsync(db, kind, find, what, cancel);
        if (found is null || !mend)
            return found;
        await db.Database.ExecuteSqlRawAsync(repair, cancel);
        return found with { Mended = true, Sentence = $"{found.Sentence} This was put right." };
    }

    private static Finding Found(FindingKind kind, List<string> all, string sentence, bool mended) =>
        new(kind, all.Count, sentence, [.. all.Take(MostExamples)], mended);

    private static async Task<string?> HashAsync(string path, CancellationToken cancel)
    {
        try
        {
            return await ContentHash.OfAsync(path, cancel);
        }
        catch (IOException)
        {
            // Deleted meanwhile.
            return null;
        }
    }
}
