using FaceWeb.Data.Decisions;
using FaceWeb.Data.Tracks;
using FaceWeb.Pipeline;

namespace FaceWeb.Data;

/// <summary>One face on a photo: what the models measured, and what a person said of it.</summary>
public sealed class Face
{
    /// <summary>The row's key; kept when the photo is analysed again and the face is found again.</summary>
    public long Id { get; set; }

    /// <summary>The photo it is on.</summary>
    public long PhotoId { get; set; }

    /// <summary>The photo it is on.</summary>
    public Photo? Photo { get; set; }

    /// <summary>Left edge of the box, pixels of the upright original.</summary>
    public double X { get; set; }

    /// <summary>Top edge of the box, pixels of the upright original.</summary>
    public double Y { get; set; }

    /// <summary>Width of the box in pixels.</summary>
    public double Width { get; set; }

    /// <summary>Height of the box in pixels.</summary>
    public double Height { get; set; }

    /// <summary>The box, pixels of the upright original.</summary>
    public FaceBox Box => new(X, Y, Width, Height);

    /// <summary>68 landmarks (iBUG order), pixels of the upright original, as <see cref="StoredLandmarks"/> packs them.</summary>
    public byte[] Landmarks { get; set; } = [];

    /// <summary>The detector's score, 0 to 1; 1 for a box drawn by hand.</summary>
    public float DetectorScore { get; set; }

    /// <summary>Overall quality, 0 to 1: how much its measurements can be trusted.</summary>
    public float Quality { get; set; }

    /// <summary>Sharpness: variance of the Laplacian over the aligned gray chip; below about 50 is blurred.</summary>
    public float Sharpness { get; set; }

    /// <summary>Yaw in degrees, positive to the picture's right.</summary>
    public float Yaw { get; set; }

    /// <summary>Pitch in degrees.</summary>
    public float Pitch { get; set; }

    /// <summary>Roll in degrees.</summary>
    public float Roll { get; set; }

    /// <summary>A person drew (or moved) this box: analysing again never removes it.</summary>
    public bool ByHand { get; set; }

    /// <summary>What a person said of it.</summary>
    public FaceDecision Decision { get; set; }

    /// <summary>Who it is, when <see cref="Decision"/> is <see cref="FaceDecision.Confirmed"/>; null otherwise.</summary>
    public long? PersonId { get; set; }

    /// <summary>Who it is, when confirmed.</summary>
    public Person? Person { get; set; }

    /// <summary>When the decision was made, UTC.</summary>
    public DateTime? DecidedAt { get; set; }

    /// <summary>
    /// Probability of its first suggestion, 0 to 1; null when there is none. Kept beside the suggestions so that lists sort by an index.
    /// </summary>
    public float? BestProbability { get; set; }

    /// <summary>The person of its first suggestion; null when unknown.</summary>
    public long? BestPersonId { get; set; }

    /// <summary>
    /// The group of similar faces that an undecided face is in; null until it has been compared. Those of a group that have no suggestion are
    /// shown as a group of unknown faces. A decided face is in no group: it keeps the number of the one that it was in, so that undoing the
    /// decision brings it back there.
    /// </summary>
    public long? GroupId { get; set; }

    /// <summary>
    /// Raised by every decision and every move: a second writer who has not seen the last one is told so instead of overwriting it.
    /// </summary>
    public int Version { get; set; }

    /// <summary>Its embeddings, one per model.</summary>
    public List<Embedding> Embeddings { get; } = [];

    /// <summary>Its suggested names, surest first.</summary>
    public List<Suggestion> Suggestions { get; } = [];

    /// <summary>Its pictures.</summary>
    public FaceImage? Image { get; set; }

    /// <summary>When and where it is seen, when it is the track of a video; null on a picture. Everything else is then that of its best sight.</summary>
    public VideoTrack? Track { get; set; }
}
