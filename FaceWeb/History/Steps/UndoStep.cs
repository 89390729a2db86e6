using FaceWeb.Data;
using FaceWeb.Data.Decisions;

namespace FaceWeb.History.Steps;

/// <summary>An undo itself: what it took back is told by its events, and a redo does the undone action again.</summary>
internal sealed class UndoStep() : FinalStep(ActionKind.Undo)
{
    /// <inheritdoc />
    public override string TellOfFace(FaceEvent e, Func<long?, string> name) => "Its box was put back.";
}
