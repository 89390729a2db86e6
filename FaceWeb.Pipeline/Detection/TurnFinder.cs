using FaceWeb.Pipeline.Imaging;
using OpenCvSharp;

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

    // Pixels of the photo as it is held: a box of that side is looked at from a quarter of its width and still has twice what the look needs.
    private const int Large = 512;

    /// <summary>The turn at which faces may be seen, or null where the photo is well as it is. It has to be measured to be sure.</summary>
    public PhotoTurn? Propose(PhotoPixels photo, FoundFaces found, CancellationToken cancel)
    {
        if (!IsDoubtful(found))
            return null;
        using var reduced = Reduced(photo);
        var afar = reduced ?? photo;
        var boxes = found.Candidates.Take(Boxes).Select(c => c.Box).ToLookup(b => Side(b, photo) >= Large);
        var best = PhotoTurn.None;
        // Faces that are sure as the photo is held speak for it with what a look at the whole sees, as at a turn. Where there are none, what that
        // sees is no face, and would only stand against the turn.
        var most = Again(PhotoTurn.None) + (found.SureFaces > 0 ? Whole(PhotoTurn.None) : 0);
        foreach (var turn in PhotoTurn.Others)
        {
            cancel.ThrowIfCancellationRequested();
            // There may be turned faces of which the upright looks saw nothing at all.
            var votes = Again(turn) + Whole(turn);
            if (votes > most)
                (best, most) = (turn, votes);
        }
        return best == PhotoTurn.None ? null : best;

        double Again(PhotoTurn turn) =>
            detector.LookAgain(photo, [.. boxes[false]], Share, turn).Sum(Vote) + detector.LookAgain(afar, [.. boxes[true]], Share, turn).Sum(Vote);

        double Whole(PhotoTurn turn) => detector.LookWhole(afar, turn).Sum(c => Vote(c.Score));
    }

    /// <summary>
    /// A large photo a quarter as wide, since each look at a large box would average most of it down again; null where that would have less detail
    /// than a look at the whole needs.
    /// </summary>
    private static PhotoPixels? Reduced(PhotoPixels photo)
    {
        if (Math.Min(photo.Width, photo.Height) < 4 * Large)
            return null;
        return new(AreaReduction.Of(photo.Mat, new(photo.Width / 4, photo.Height / 4)), photo.OriginalWidth, photo.OriginalHeight);
    }

    private static double Side(FaceBox box, PhotoPixels photo)
    {
        var held = box.Scale(photo.HeldScale);
        return Math.Max(held.Width, held.Height);
    }

    private static bool IsDoubtful(FoundFaces found) =>
        found.Judged && (found.SureFaces == 0 || found.SureFaces < FewSure * found.Candidates.Count(c => c.Score >= StrongBox));

    private static double Vote(float score) => score >= Speaks ? score : 0;
}
