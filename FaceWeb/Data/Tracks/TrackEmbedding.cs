namespace FaceWeb.Data.Tracks;

/// <summary>One sight of a video's track as one model's unit-length vector.</summary>
public sealed class TrackEmbedding
{
    /// <summary>The face; with <see cref="At"/> and <see cref="Model"/> the key.</summary>
    public long FaceId { get; set; }

    /// <summary>The sight (<see cref="TrackImage.At"/>).</summary>
    public long At { get; set; }

    /// <summary>The model pack that made it.</summary>
    public required string Model { get; set; }

    /// <summary>The numbers in half precision (see <see cref="HalfVector"/>).</summary>
    public byte[] Vector { get; set; } = [];
}
