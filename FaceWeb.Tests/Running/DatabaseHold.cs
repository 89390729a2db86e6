namespace FaceWeb.Tests.Running;

/// <summary>
/// Keeps a FaceWeb from getting further than to a certain write, by a trigger in its database, so that a test finds it in the middle of its
/// work however fast or slow the machine is. Lets it go when disposed.
/// </summary>
internal sealed class DatabaseHold : IDisposable
{
    private readonly string folder;

    private DatabaseHold(string folder, string sql)
    {
        this.folder = folder;
        Execute(folder, sql);
    }

    /// <summary>At most so many photos are analysed or being analysed; the others stay queued, and nothing else is kept from writing.</summary>
    public static DatabaseHold AnalyseAtMost(string folder, int photos) => new(folder,
        $"""
        CREATE TRIGGER held BEFORE UPDATE OF State ON Photos WHEN NEW.State = 1 AND (SELECT COUNT(*) FROM Photos WHERE State IN (1, 2)) >= {photos}
        BEGIN SELECT RAISE(IGNORE); END
        """);

    /// <summary>
    /// Whoever does this write, for example <c>INSERT ON Classifiers</c>, never ends it, and no other write is done: for a process that is
    /// killed.
    /// </summary>
    public static DatabaseHold Hang(string folder, string write) => new(folder,
        $"""
        CREATE VIEW endless AS WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers) SELECT n FROM numbers;
        CREATE TRIGGER held BEFORE {write} BEGIN SELECT MAX(n) FROM endless; END
        """);

    /// <inheritdoc />
    public void Dispose() => Execute(folder, "DROP TRIGGER held; DROP VIEW IF EXISTS endless");

    private static void Execute(string folder, string sql)
    {
        using var connection = DataFolder.Open(folder);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
