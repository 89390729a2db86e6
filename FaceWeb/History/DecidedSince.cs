using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.History.Steps;

namespace FaceWeb.History;

/// <summary>What keeps an undo or a redo from being done: faces of the action of which something else that stands has been said since.</summary>
internal static class DecidedSince
{
    /// <summary>The standing events on an action's faces after a moment in the history, of kinds that say who a face is or where.</summary>
    /// <param name="db">The database.</param>
    /// <param name="steps">All kinds of actions.</param>
    /// <param name="actionId">The action whose faces are looked at.</param>
    /// <param name="afterId">The action after which the events come.</param>
    public static IQueryable<FaceEvent> Events(FaceWebDb db, ActionSteps steps, long actionId, long afterId)
    {
        var speaking = steps.SpeakingOfFaces;
        return db.FaceEvents.Where(e => e.ActionId > afterId && e.Action!.UndoneById == null && speaking.Contains(e.Action.Kind)
            && db.FaceEvents.Any(mine => mine.ActionId == actionId && mine.FaceId == e.FaceId));
    }

    /// <summary>The beginning of the sentence that refuses, up to its verb: "Face 7 has", "2 of its 9 faces (face 7 first) have".</summary>
    /// <param name="faces">The faces that keep it from being done, at least one.</param>
    /// <param name="all">How many faces the action has.</param>
    public static string Subject(IReadOnlyCollection<long> faces, int all)
    {
        var first = faces.Min();
        return all == 1 ? $"Face {first} has" : faces.Count == 1 ? $"One of its {all} faces (face {first}) has"
            : $"{faces.Count} of its {all} faces (face {first} first) have";
    }
}
