using System.Collections.Concurrent;

namespace FaceWeb.Videos.Films;

/// <summary>Who asked for the films that are made now: whoever did may call one off. A restart forgets it; editors may all the same.</summary>
public sealed class FilmAskers
{
    private readonly ConcurrentDictionary<long, string> users = new();

    /// <summary>Whether a user asked for a film.</summary>
    public bool Asked(long jobId, string? userId) => userId is not null && users.TryGetValue(jobId, out var asker) && asker == userId;

    /// <summary>A user asked for a film.</summary>
    internal void Add(long jobId, string? userId)
    {
        if (userId is not null)
            users.TryAdd(jobId, userId);
    }

    /// <summary>A film is made, or is not made any more.</summary>
    internal void Remove(long jobId) => users.TryRemove(jobId, out _);
}
