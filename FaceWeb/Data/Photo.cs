using FaceWeb.Data.Tracks;
using FaceWeb.Pipeline;

namespace FaceWeb.Data;

/// <summary>One uploaded picture or video of an album. The file itself lies in the photo store under its hash.</summary>
public sealed class Photo
{
    /// <summary>The row's key.</summary>
    public long Id { get; set; }

    /// <summary>The album it belongs to.</summary>
    public long AlbumId { get; set; }

    /// <summary>The album it belongs to.</summary>
    public Album? Album { get; set; }

    /// <summary>The name the file had when it was uploaded, without folders.</summary>
    public required string FileName { get; set; }

    /// <summary>SHA-256 of the file's bytes, 64 lower-case hexadecimal digits: the file's name in the store, and what makes a duplicate.</summary>
    public required string Sha256 { get; set; }

    /// <summary>The file's size in bytes.</summary>
    public long Bytes { get; set; }

    /// <summary>Its media type as read from its content, for example <c>image/jpeg</c>.</summary>
    public required string MimeType { get; set; }

    /// <summary>Width in pixels of the upright original, turned by <see cref="Turn"/>.</summary>
    public int Width { get; set; }

    /// <summary>Height in pixels of the upright original, turned by <see cref="Turn"/>.</summary>
    public int Height { get; set; }

    /// <summary>
    /// How far the picture, upright by what its file says, is turned before it is shown, because it lies on its side nevertheless. Boxes and
    /// landmarks are those of the turned picture.
    /// </summary>
    public PhotoTurn Turn { get; set; }

    /// <summary>Whether a person chose <see cref="Turn"/>: then no analysis changes it.</summary>
    public bool TurnedByHand { get; set; }

    /// <summary>
    /// How far the picture is turned so that its faces stand upright: they are measured on it like that. It is <see cref="Turn"/>, unless a person
    /// wants to see the photo otherwise.
    /// </summary>
    public PhotoTurn FaceTurn { get; set; }

    /// <summary>
    /// When it was taken, by the clock at that place: from the camera, or else the file's name (without a time there: midnight). Null when
    /// neither says it.
    /// </summary>
    public DateTime? TakenAt { get; set; }

    /// <summary>By how many minutes <see cref="TakenAt"/> is ahead of universal time; null when nothing says so.</summary>
    public int? TakenOffset { get; set; }

    /// <summary>Whether the file's data are damaged somewhere, so that a part of the picture is made up.</summary>
    public bool Damaged { get; set; }

    /// <summary>Where a video's container says it was taken, degrees north; null when it does not say, and for a picture.</summary>
    public double? Latitude { get; set; }

    /// <summary>Where a video's container says it was taken, degrees east.</summary>
    public double? Longitude { get; set; }

    /// <summary>When it was uploaded, UTC.</summary>
    public DateTime UploadedAt { get; set; }

    /// <summary>Where it is on its way through the analysis.</summary>
    public PhotoState State { get; set; }

    /// <summary>Why the last try failed, as a sentence for the user; null when it did not.</summary>
    public string? Error { get; set; }

    /// <summary>How many tries have failed since it was queued.</summary>
    public int Attempts { get; set; }

    /// <summary>How often the process died while analysing it, since it was queued.</summary>
    public int Interruptions { get; set; }

    /// <summary>The worker process that is analysing it now; null when none is.</summary>
    public Guid? ClaimedBy { get; set; }

    /// <summary>When the claim was taken, UTC.</summary>
    public DateTime? ClaimedAt { get; set; }

    /// <summary>When its faces were last written, UTC.</summary>
    public DateTime? AnalysedAt { get; set; }

    /// <summary>The model pack that found its faces; null before the first analysis.</summary>
    public string? Pack { get; set; }

    /// <summary>
    /// How long it is, in milliseconds, when it is a video; 0 while that is not known, null for a picture. A video's faces are tracks
    /// (<see cref="VideoTrack"/>), and boxes are those of its upright frames.
    /// </summary>
    public long? Duration { get; set; }

    /// <summary>
    /// Up to where a video's tracks are written, in milliseconds: an analysis that was stopped goes on there. Null before the first and for a
    /// picture.
    /// </summary>
    public long? LookedUpTo { get; set; }

    /// <summary>Whether somebody wants every frame of a video looked at, not only some a second.</summary>
    public bool EveryFrame { get; set; }

    /// <summary>
    /// The content of a Live Photo's clip, a file of its own in the store, as <see cref="Sha256"/>; null without one. It goes wherever the photo
    /// goes.
    /// </summary>
    public string? ClipSha256 { get; set; }

    /// <summary>The size of that clip in bytes; 0 without one.</summary>
    public long ClipBytes { get; set; }

    /// <summary>
    /// Who uploaded it (<see cref="AppUser"/>'s key), and whose quota it counts towards; null when that account was deleted, and for photos from
    /// before this was noted.
    /// </summary>
    public string? UploaderId { get; set; }

    /// <summary>The faces found or drawn on it; a video's tracks.</summary>
    public List<Face> Faces { get; } = [];
}
