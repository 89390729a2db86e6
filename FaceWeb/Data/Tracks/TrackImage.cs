using FaceWeb.Pipeline;

namespace FaceWeb.Data.Tracks;

/// <summary>
/// One of the sights of a face in a video that are kept, the best one among them: enough of them that a part of the track can stand for itself,
/// and different enough to tell more of the face.
/// </summary>
public sealed class TrackImage
{
    /// <summary>The face; with <see cref="At"/> the key.</summary>
    public long FaceId { get; set; }

    /// <summary>When it is shown, milliseconds from the video's start.</summary>
    public long At { get; set; }

    /// <summary>Left edge of the box, pixels of the upright frame.</summary>
    public double X { get; set; }

    /// <summary>Top edge of the box, pixels of the upright frame.</summary>
    public double Y { get; set; }

    /// <summary>Width of the box in pixels.</summary>
    public double Width { get; set; }

    /// <summary>Height of the box in pixels.</summary>
    public double Height { get; set; }

    /// <summary>The box, pixels of the upright frame.</summary>
    public FaceBox Box => new(X, Y, Width, Height);

    /// <summary>68 landmarks as <see cref="StoredLandmarks"/> packs them.</summary>
    public byte[] Landmarks { get; set; } = [];

    /// <summary>The detector's score, 0 to 1.</summary>
    public float DetectorScore { get; set; }

    /// <summary>Overall quality, 0 to 1.</summary>
    public float Quality { get; set; }

    /// <summary>Sharpness, as of a <see cref="Face"/>.</summary>
    public float Sharpness { get; set; }

    /// <summary>Yaw in degrees, positive to the picture's right.</summary>
    public float Yaw { get; set; }

    /// <summary>Pitch in degrees.</summary>
    public float Pitch { get; set; }

    /// <summary>Roll in degrees.</summary>
    public float Roll { get; set; }

    /// <summary>The aligned chip that was embedded, JPEG.</summary>
    public byte[] Chip { get; set; } = [];

    /// <summary>The face with some of its surroundings, JPEG.</summary>
    public byte[] Crop { get; set; } = [];

    /// <summary>What each pack measured there.</summary>
    public List<TrackEmbedding> Embeddings { get; } = [];
}
