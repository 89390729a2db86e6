namespace FaceWeb.Data;

/// <summary>A further picture of a face in a video, different enough from its best one to tell more of it.</summary>
public sealed class TrackImage
{
    /// <summary>The face; with <see cref="At"/> the key.</summary>
    public long FaceId { get; set; }

    /// <summary>When it is shown, milliseconds from the video's start.</summary>
    public long At { get; set; }

    /// <summary>The face with some of its surroundings, JPEG.</summary>
    public byte[] Crop { get; set; } = [];
}
