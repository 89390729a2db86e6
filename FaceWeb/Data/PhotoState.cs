namespace FaceWeb.Data;

/// <summary>Where a photo is on its way through the analysis. The row is the truth; a queue entry is only a reminder.</summary>
public enum PhotoState
{
    /// <summary>Stored, waiting to be analysed.</summary>
    Queued = 0,

    /// <summary>A worker has claimed it (see <see cref="Photo.ClaimedBy"/>).</summary>
    Running = 1,

    /// <summary>Its faces are in the database.</summary>
    Analysed = 2,

    /// <summary>Given up after three tries; <see cref="Photo.Error"/> says why.</summary>
    Failed = 3,
}
