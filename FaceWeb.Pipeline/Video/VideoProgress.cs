namespace FaceWeb.Pipeline.Video;

/// <summary>How far a video has been looked at.</summary>
/// <param name="Time">Up to where.</param>
/// <param name="Share">The same as a share of the duration, 0 to 1; 0 where the duration is not known.</param>
/// <param name="Frames">Frames read.</param>
/// <param name="Looked">Frames looked at for faces.</param>
public readonly record struct VideoProgress(TimeSpan Time, double Share, long Frames, int Looked);
