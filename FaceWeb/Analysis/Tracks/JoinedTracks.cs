namespace FaceWeb.Analysis.Tracks;

/// <summary>What joining two tracks did; kept with the action, so that it can be taken back.</summary>
/// <param name="FaceId">The face that stands for both since.</param>
/// <param name="At">Where the later of the two begins, milliseconds from the video's start.</param>
/// <param name="KeptFirst">Whether the face's own track was the earlier one.</param>
/// <param name="ByHand">Whether a person had cut or joined the face's own track before.</param>
/// <param name="OtherByHand">The same of the other one.</param>
/// <param name="Other">The other one's face, which is gone.</param>
/// <param name="Rejected">People whom only the other one's face was said not to be, and the joined one since.</param>
internal sealed record JoinedTracks(
    long FaceId, long At, bool KeptFirst, bool ByHand, bool OtherByHand, TakenTrack Other, IReadOnlyList<long> Rejected);
