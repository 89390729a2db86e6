namespace FaceWeb.Pipeline.Video;

/// <summary>One of a track's best faces, with what a photo's face has.</summary>
/// <param name="Time">When its frame is shown.</param>
/// <param name="Face">The measured face.</param>
/// <param name="Crop">The face with some of its surroundings, as a JPEG.</param>
public sealed record TrackPicture(TimeSpan Time, MeasuredFace Face, byte[] Crop);
