using FaceWeb.Access;
using FaceWeb.Data.Sqlite;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceWeb.Health;

/// <summary>The calls that tell an admin which queries are slow.</summary>
public static class QueriesApi
{
    /// <summary>Maps them.</summary>
    public static RouteGroupBuilder MapQueries(this RouteGroupBuilder api)
    {
        var queries = api.MapGroup("/health/queries").WithTags("Health").RequireAuthorization(Policies.Admin);
        queries.MapGet("", List).WithName("ListSlowQueries").WithSummary("The slowest queries since the start, without the values asked for");
        queries.MapDelete("", Clear).WithName("ClearSlowQueries").WithSummary("Begins to look for the slowest queries anew");
        return api;
    }

    private static Ok<IReadOnlyList<SlowQuery>> List(QueryTimes times) => TypedResults.Ok(times.Slowest);

    private static NoContent Clear(QueryTimes times)
    {
        times.Clear();
        return TypedResults.NoContent();
    }
}
