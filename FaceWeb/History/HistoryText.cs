using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.History.Steps;
using FaceWeb.Layout;

namespace FaceWeb.History;

/// <summary>Says in words what an event did.</summary>
internal static class HistoryText
{
    /// <summary>What happened to the event's face.</summary>
    /// <param name="e">The event.</param>
    /// <param name="step">The kind of action that it is a part of.</param>
    /// <param name="names">The names of the people that there are.</param>
    public static string OfFace(FaceEvent e, ActionStep step, Dictionary<long, string> names)
    {
        var said = (e.BeforeDecision, e.BeforePersonId) == (e.AfterDecision, e.AfterPersonId) ? null : e.AfterDecision switch
        {
            FaceDecision.Confirmed when e.BeforeDecision == FaceDecision.Confirmed =>
                $"Confirmed as {Name(e.AfterPersonId, names)} instead of {Name(e.BeforePersonId, names)}.",
            FaceDecision.Confirmed => $"Confirmed as {Name(e.AfterPersonId, names)}.",
            FaceDecision.Ignored => "Ignored.",
            FaceDecision.NotAFace => "Said to be no face.",
            _ when e.BeforeDecision == FaceDecision.Confirmed => $"No longer {Name(e.BeforePersonId, names)}.",
            _ => "Undecided again.",
        };
        var rejected = e.RejectedPersonId is null ? null
            : e.RejectionRemoved ? $"May be {Name(e.RejectedPersonId, names)} again."
            : $"Said not to be {Name(e.RejectedPersonId, names)}.";
        return said is null && rejected is null
            ? step.TellOfFace(e, id => Name(id, names))
            : string.Join(" ", new[] { said, rejected }.OfType<string>());
    }

    /// <summary>What an action with such an event did to a person.</summary>
    /// <param name="e">The action's first event that speaks of the person.</param>
    /// <param name="personId">The person.</param>
    /// <param name="count">How many of the action's faces speak of the person.</param>
    /// <param name="names">The names of the people that there are.</param>
    public static string OfPerson(FaceEvent e, long personId, int count, Dictionary<long, string> names)
    {
        var faces = Words.Told(count, "face");
        if (e.AfterPersonId == personId && e.BeforePersonId != personId)
            return e.BeforePersonId is { } from ? $"{faces} came from {Name(from, names)}." : $"{faces} confirmed.";
        if (e.BeforePersonId == personId && e.AfterPersonId != personId)
            return e.AfterPersonId is { } to ? $"{faces} went to {Name(to, names)}." : $"{faces} taken away.";
        if (e.RejectedPersonId is null)
            return $"{faces} looked at again: right.";
        return e.RejectionRemoved ? $"A rejection taken back for {faces}." : $"Rejected for {faces}.";
    }

    /// <summary>Today's name of a person.</summary>
    public static string Name(long? id, Dictionary<long, string> names) =>
        id is { } key && names.TryGetValue(key, out var name) ? name : "somebody who has been forgotten";
}
