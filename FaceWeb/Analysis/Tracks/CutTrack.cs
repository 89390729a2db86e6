namespace FaceWeb.Analysis.Tracks;

/// <summary>What cutting a track did; kept with the action, so that it can be taken back and done again.</summary>
/// <param name="FaceId">The track's face; it kept what was said of it.</param>
/// <param name="OtherId">The face that the other part got.</param>
/// <param name="At">Where it was cut, milliseconds from the video's start: the second part begins there.</param>
/// <param name="KeptFirst">Whether the face kept the part before.</param>
/// <param name="ByHand">Whether a person had cut or joined the track before.</param>
internal sealed record CutTrack(long FaceId, long OtherId, long At, bool KeptFirst, bool ByHand);
