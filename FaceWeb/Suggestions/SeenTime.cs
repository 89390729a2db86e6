namespace FaceWeb.Suggestions;

/// <summary>When a face is seen in a video, milliseconds from its start.</summary>
/// <param name="Start">First.</param>
/// <param name="End">Last.</param>
public readonly record struct SeenTime(long Start, long End)
{
    /// <summary>Whether both are seen at once at some time.</summary>
    public bool Meets(SeenTime other) => Start <= other.End && other.Start <= End;
}
