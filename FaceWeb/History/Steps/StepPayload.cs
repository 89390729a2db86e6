using System.Text.Json;
using FaceWeb.Data.Decisions;

namespace FaceWeb.History.Steps;

/// <summary>What an action keeps for its undo or redo (<see cref="ReviewAction.Payload"/>): JSON with the number of its version.</summary>
internal static class StepPayload
{
    private const int Version = 1;

    /// <summary>Writes it.</summary>
    public static string Write<T>(T data) => JsonSerializer.Serialize(new Envelope<T>(Version, data));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">It is something else, or of a newer version.</exception>
    public static T Read<T>(string? payload)
    {
        var envelope = JsonSerializer.Deserialize<Envelope<T>>(payload ?? "null");
        return envelope is { V: Version, Data: { } data } ? data
            : throw new JsonException($"An action keeps no {typeof(T).Name} that this version reads.");
    }

    private sealed record Envelope<T>(int V, T? Data);
}
