using FaceWeb.Data;
using FaceWeb.Data.Decisions;

namespace FaceWeb.History.Steps;

/// <summary>All kinds of actions, as the rooms have registered them.</summary>
public sealed class ActionSteps
{
    private readonly Dictionary<ActionKind, ActionStep> steps;

    internal ActionSteps(IEnumerable<ActionStep> steps)
    {
        this.steps = steps.ToDictionary(s => s.Kind);
        Undoable = Kinds(s => s.CanBeUndone);
        OutlivingFaces = Kinds(s => s.OutlivesFaces);
        BringingFacesBack = Kinds(s => s.BringsFacesBack);
        SpeakingOfFaces = Kinds(s => s.SpeaksOfFaces);
        InHistoryOfPeople = Kinds(s => s.IsInHistoryOfPeople);
        InHistoryOfUnchanged = Kinds(s => s.IsInHistoryOfUnchanged);
    }

    // Lists for the database to compare with.
    internal ActionKind[] Undoable { get; }

    internal ActionKind[] OutlivingFaces { get; }

    internal ActionKind[] BringingFacesBack { get; }

    internal ActionKind[] SpeakingOfFaces { get; }

    internal ActionKind[] InHistoryOfPeople { get; }

    internal ActionKind[] InHistoryOfUnchanged { get; }

    /// <summary>The kind's step.</summary>
    /// <exception cref="InvalidOperationException">No room has registered the kind.</exception>
    internal ActionStep Of(ActionKind kind) => steps.TryGetValue(kind, out var step)
        ? step
        : throw new InvalidOperationException($"No room knows actions of the kind {kind}.");

    private ActionKind[] Kinds(Func<ActionStep, bool> which) => [.. steps.Values.Where(which).Select(s => s.Kind)];
}
