using FaceWeb.Data;

namespace FaceWeb.Work;

/// <summary>What a kind of job says for itself when it is cancelled before it began; kinds without one say just that.</summary>
public interface ICancelledWait
{
    /// <summary>The kind.</summary>
    JobKind Kind { get; }

    /// <summary>The sentence.</summary>
    Task<string> SentenceAsync();
}
