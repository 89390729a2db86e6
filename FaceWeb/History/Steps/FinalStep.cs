using FaceWeb.Data;
using FaceWeb.Data.Decisions;

namespace FaceWeb.History.Steps;

/// <summary>An action that cannot be taken back and says nothing of who a face is.</summary>
internal class FinalStep(ActionKind kind) : ActionStep
{
    /// <inheritdoc />
    public override ActionKind Kind => kind;

    /// <inheritdoc />
    public override bool CanBeUndone => false;

    /// <inheritdoc />
    public override bool SpeaksOfFaces => false;

    /// <inheritdoc />
    public override Task<IReadOnlyList<long>> UndoAsync(StepUndo undo) => throw new NotSupportedException($"{kind} cannot be taken back.");

    /// <inheritdoc />
    public override Task<IReadOnlyList<long>> RedoAsync(StepRedo redo) => throw new NotSupportedException($"{kind} is never done again.");
}
