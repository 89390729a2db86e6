using System.Text.Json;

namespace FaceWeb.Bench.Kills;

/// <summary>What the API answered.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body; an undefined element where there is none, or it is no JSON.</param>
internal sealed record Answer(int Status, JsonElement Body)
{
    /// <summary>Whether it was done.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Whether FaceWeb refused with a reason, and did nothing.</summary>
    public bool IsRefusal => Status is >= 400 and < 500;
}
