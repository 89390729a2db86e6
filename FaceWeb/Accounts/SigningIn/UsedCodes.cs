using System.Collections.Concurrent;

namespace FaceWeb.Accounts.SigningIn;

/// <summary>
/// Codes of the second factor that were tried: each is looked at once. A code holds for some minutes (RFC 6238, 5.2), so whoever saw it typed must
/// not use it again.
/// </summary>
public sealed class UsedCodes(TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(string User, string Code), DateTimeOffset> taken = [];

    /// <summary>Takes a user's code, unless it was taken before.</summary>
    /// <returns>Whether it was free.</returns>
    public bool Take(string userId, string code)
    {
        var now = clock.GetUtcNow();
        foreach (var (key, at) in taken)
        {
            if (now - at > Kept)
                taken.TryRemove(key, out _);
        }
        return taken.TryAdd((userId, code), now);
    }
}
