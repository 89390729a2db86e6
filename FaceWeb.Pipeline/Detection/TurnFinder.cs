using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Pipeline.Detection;

/// <summary>
/// Notices photos that lie on their side or head: their faces score better when they are looked at turned. Only where there is no sure face, or
/// few among many boxes, is anything looked at again, so an upright photo of people costs nothing.
/// </summary>
internal sealed class TurnFinder(IFaceDetector detector)
{
    /// <summary>How much surer the faces of the turned photo must be than those of the photo as it is.</summary>
    public const double Advantage = 1.5;

    // The strongest boxes are looked at turned, and the whole photo.
    private const int Boxes = 6;

    // Of the detector's boxes at least this share has to be sure faces on an upright photo.
    private const double FewSure = 0.34;

    private const float StrongBox = 0.5f;

    // What a box must score, looked at turned, to speak for the turn.
    private const float Speaks = 0.8f;

    // Of the input's height.
    private const double Share = 0.267;

    /// <summary>The turn at which faces may be seen, or null where the photo is well as it is. It has to be measured to be sure.</summary>
    public PhotoTurn? Propose(PhotoPixels photo, FoundFaces found, CancellationToken cancel)
    {
        if (!IsDoubtful(found))
            return null;
        var boxes = found.Candidates.Take(Boxes).Select(c => c.Box).ToList();
        // Turned faces of which the upright looks saw nothing at all.
        var best = PhotoTurn.None;
        var most = detector.LookAgain(photo, boxes, Share).Sum(Vote);
        foreach (var turn in PhotoTurn.Others)
        {
            cancel.ThrowIfCancellationRequested();
            var votes = detector.LookAgain(photo, boxes, Share, turn).Sum(Vote) + detector.LookWhole(photo, turn).Sum(c => Vote(c.Score));
            if (votes > most)
                (best, most) = (turn, votes);
        }
        return best == PhotoTurn.None ? null : best;
    }

    private static bool IsDoubtful(FoundFaces found) =>
        found.Judged && (found.SureFaces == 0 || found.SureFaces < FewSure * found.Candidates.Count(c => c.Score >= StrongBox));

    private static double Vote(float score) => score >= Speaks ? score : 0;
}
