namespace FaceWeb.Pipeline.Clustering;

/// <summary>
/// Where a face is seen: nobody is seen twice at once. A photo is one moment; in a video those who are seen at the same time are different people.
/// </summary>
/// <param name="PhotoId">The photo or the video.</param>
/// <param name="Start">From when it is seen, in any unit.</param>
/// <param name="End">Until when.</param>
public readonly record struct FaceScene(long PhotoId, long Start, long End)
{
    /// <summary>A photo.</summary>
    public FaceScene(long photoId)
        : this(photoId, long.MinValue, long.MaxValue)
    {
    }

    /// <summary>Whether it is a photo and no stretch of a video.</summary>
    public bool IsPhoto => Start == long.MinValue;

    /// <summary>Whether both are seen at once.</summary>
    public bool Meets(FaceScene other) => PhotoId == other.PhotoId && Start <= other.End && other.Start <= End;

    /// <summary>A photo, by its number.</summary>
    public static implicit operator FaceScene(long photoId) => new(photoId);

    /// <summary>A photo, by its number.</summary>
    public static FaceScene FromInt64(long photoId) => new(photoId);
}
