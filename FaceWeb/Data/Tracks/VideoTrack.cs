namespace FaceWeb.Data.Tracks;

/// <summary>When and where one face is seen in a video: one person's, followed without a cut. Times are milliseconds from the video's start.</summary>
public sealed class VideoTrack
{
    /// <summary>The face; also the key.</summary>
    public long FaceId { get; set; }

    /// <summary>When it is first seen.</summary>
    public long Start { get; set; }

    /// <summary>When it is last seen.</summary>
    public long End { get; set; }

    /// <summary>When the sight is shown whose box, landmarks and crop the face's row has.</summary>
    public long BestAt { get; set; }

    /// <summary>Where it is seen, as <see cref="StoredSightings"/> packs it.</summary>
    public byte[] Sightings { get; set; } = [];

    /// <summary>
    /// Whether a person has said from when to when it goes, by cutting or joining: analysing again leaves it so.
    /// </summary>
    public bool ByHand { get; set; }

    /// <summary>Its kept sights, the best one among them; none of a track that an older version found and nobody has measured since.</summary>
    public List<TrackImage> Images { get; } = [];
}
