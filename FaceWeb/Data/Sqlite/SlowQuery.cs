namespace FaceWeb.Data.Sqlite;

/// <summary>A query that took long.</summary>
/// <param name="Sql">Its text, with names of parameters, without their values.</param>
/// <param name="Milliseconds">The longest time it took, its rows read.</param>
/// <param name="Times">How often it ran since it came among the slowest.</param>
public sealed record SlowQuery(string Sql, double Milliseconds, int Times);
