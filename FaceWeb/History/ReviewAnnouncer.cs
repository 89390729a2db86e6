using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;
using FaceWeb.History.Decisions;
using FaceWeb.History.Steps;
using FaceWeb.Live;

namespace FaceWeb.History;

/// <summary>Tells open pages what was decided, and rooms above where that changes what can be suggested.</summary>
public sealed class ReviewAnnouncer(ChangeFeed changes, FaceNews news, FacePictures pictures)
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
            news.TellCompared();
        else
            news.TellWaiting(faces.Where(f => ledger.State(f).Decision == FaceDecision.Undecided));
    }

    /// <summary>Tells what an undo or a redo changed.</summary>
    internal void Announce(ActionStep step, IReadOnlyList<(long FaceId, long PhotoId)> faces, IReadOnlyCollection<long> people)
    {
        if (step.PlacesBoxes)
            pictures.Renew(faces.Select(f => f.FaceId));
        Announce(faces, people);
        if (step.PlacesBoxes)
            news.TellWaiting(faces.Select(f => f.FaceId));
        news.TellCompared();
    }

    /// <summary>Tells that all faces compare differently now.</summary>
    internal void TellCompared() => news.TellCompared();

    /// <summary>Tells that these faces and people changed.</summary>
    internal void Announce(IEnumerable<(long FaceId, long PhotoId)> faces, IEnumerable<long> people)
    {
        foreach (var (face, photo) in faces)
            changes.Announce(new Change(ChangeKind.Face, PhotoId: photo, FaceId: face));
        foreach (var person in people.Distinct())
            changes.Announce(new Change(ChangeKind.Person, PersonId: person));
    }
}
