using FaceWeb.Data;
using FaceWeb.Live;

namespace FaceWeb.Review;

/// <summary>Tells open pages what was decided.</summary>
public sealed class ReviewAnnouncer(ChangeFeed changes)
{
    /// <summary>Tells what a written ledger changed.</summary>
    internal void Announce(DecisionLedger ledger)
    {
        var faces = ledger.Changed;
        Announce(
            faces.Select(f => (f, ledger.PhotoId(f))),
            faces.SelectMany(f => new[] { ledger.StateBefore(f).PersonId, ledger.State(f).PersonId }).OfType<long>());
    }

    /// <summary>Tells what an undo changed.</summary>
    internal void Announce(ActionUndo undo) => Announce(undo.Faces, undo.People);

    /// <summary>Tells that these faces and people changed.</summary>
    internal void Announce(IEnumerable<(long FaceId, long PhotoId)> faces, IEnumerable<long> people)
    {
        foreach (var (face, photo) in faces)
            changes.Announce(new Change(ChangeKind.Face, PhotoId: photo, FaceId: face));
        foreach (var person in people.Distinct())
            changes.Announce(new Change(ChangeKind.Person, PersonId: person));
    }
}
