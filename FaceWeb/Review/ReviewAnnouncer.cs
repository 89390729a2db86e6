using FaceWeb.Data;
using FaceWeb.Live;
using FaceWeb.Recognition;

namespace FaceWeb.Review;

/// <summary>Tells open pages what was decided, and has names suggested anew where that changes what can be suggested.</summary>
public sealed class ReviewAnnouncer(ChangeFeed changes, SuggestService suggest, FacePictures pictures)
{
    /// <summary>Tells what a written ledger changed.</summary>
    internal void Announce(DecisionLedger ledger)
    {
        var faces = ledger.Changed;
        Announce(
            faces.Select(f => (f, ledger.PhotoId(f))),
            faces.SelectMany(f => new[] { ledger.StateBefore(f).PersonId, ledger.State(f).PersonId }).OfType<long>());

        // Another face to compare with changes the names of all others; else only what is undecided (again) waits for names.
        if (faces.Any(f => ledger.StateBefore(f).PersonId != ledger.State(f).PersonId))
            suggest.RequestAll();
        else
            suggest.Request(faces.Where(f => ledger.State(f).Decision == FaceDecision.Undecided));
    }

    /// <summary>Tells what an undo changed.</summary>
    internal void Announce(ActionUndo undo)
    {
        if (undo.Outcome.Kind == ActionKind.MoveFace)
            pictures.Renew(undo.Faces.Select(f => f.FaceId));
        Announce(undo.Faces, undo.People);
        if (undo.Outcome.Kind == ActionKind.MoveFace)
            suggest.Request(undo.Faces.Select(f => f.FaceId));
        suggest.RequestAll();
    }

    /// <summary>Tells what a redo changed.</summary>
    internal void Announce(ActionRedo redo)
    {
        Announce(redo.Faces, redo.People);
        if (redo.Outcome.Kind is ActionKind.MoveFace or ActionKind.AddFace)
            suggest.Request(redo.Faces.Select(f => f.FaceId));
        suggest.RequestAll();
    }

    /// <summary>Has names suggested anew for all undecided faces.</summary>
    internal void SuggestAnew() => suggest.RequestAll();

    /// <summary>Tells that these faces and people changed.</summary>
    internal void Announce(IEnumerable<(long FaceId, long PhotoId)> faces, IEnumerable<long> people)
    {
        foreach (var (face, photo) in faces)
            changes.Announce(new Change(ChangeKind.Face, PhotoId: photo, FaceId: face));
        foreach (var person in people.Distinct())
            changes.Announce(new Change(ChangeKind.Person, PersonId: person));
    }
}
