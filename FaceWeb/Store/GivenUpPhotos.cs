using System.Collections.Concurrent;

namespace FaceWeb.Store;

/// <summary>
/// Contents whose reading was given up, with the sentence why: nobody reads them again, for whatever page or job, until somebody presses Retry.
/// Filled at the start from the photos' rows, which are the truth.
/// </summary>
public sealed class GivenUpPhotos
{
    private readonly ConcurrentDictionary<string, string> reasons = new();

    /// <summary>Why the content is not read; null when it may be.</summary>
    /// <param name="sha256">64 hexadecimal digits.</param>
    public string? Reason(string sha256) => reasons.GetValueOrDefault(sha256);

    /// <summary>Gives a content up.</summary>
    /// <param name="sha256">64 hexadecimal digits.</param>
    /// <param name="reason">One sentence for the user.</param>
    public void Add(string sha256, string reason) => reasons[sha256] = reason;

    /// <summary>Lets the content be read again.</summary>
    /// <param name="sha256">64 hexadecimal digits.</param>
    public void Forgive(string sha256) => reasons.TryRemove(sha256, out _);
}
