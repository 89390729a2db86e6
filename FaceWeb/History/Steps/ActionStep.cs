using FaceWeb.Data;
using FaceWeb.Data.Decisions;

namespace FaceWeb.History.Steps;

/// <summary>
/// One kind of action: how it is taken back and done again, what has to be measured for that, what keeps it from being taken back, and how the
/// history tells it. A new kind of action is one class of this kind in the room that does it.
/// </summary>
internal abstract class ActionStep
{
    /// <summary>The kind.</summary>
    public abstract ActionKind Kind { get; }

    /// <summary>Whether it can be taken back at all.</summary>
    public virtual bool CanBeUndone => true;

    /// <summary>Whether there is something to take back though all its faces are gone with their photos.</summary>
    public virtual bool OutlivesFaces => false;

    /// <summary>Whether there is something to do again though none of its faces is there.</summary>
    public virtual bool BringsFacesBack => OutlivesFaces;

    /// <summary>Whether it says of its faces who they are or where: then earlier actions on them cannot be taken back before it.</summary>
    public virtual bool SpeaksOfFaces => true;

    /// <summary>
    /// Whether it has its place in the history of its people (<see cref="ReviewAction.People"/>), having no faces to bring it there.
    /// </summary>
    public virtual bool IsInHistoryOfPeople => false;

    /// <summary>Whether it is in the history of a person whose face it left as it was.</summary>
    public virtual bool IsInHistoryOfUnchanged => false;

    /// <summary>Whether it places boxes: then the faces have new pictures, and wait for names.</summary>
    public virtual bool PlacesBoxes => false;

    /// <summary>Whether undo and redo need something from the models, which are too slow to run inside a transaction.</summary>
    public virtual bool NeedsMeasuring => false;

    /// <summary>Measures, outside any transaction, what <see cref="UndoAsync"/> needs; null when there is nothing to measure.</summary>
    public virtual Task<object?> MeasureForUndoAsync(FaceWebDb db, ReviewAction action) => Task.FromResult<object?>(null);

    /// <summary>Measures, outside any transaction, what <see cref="RedoAsync"/> needs; null when there is nothing to measure.</summary>
    public virtual Task<object?> MeasureForRedoAsync(FaceWebDb db, ReviewAction undone, ReviewAction undo) => Task.FromResult<object?>(null);

    /// <summary>Takes it back, inside the caller's transaction.</summary>
    /// <returns>The faces that changed back.</returns>
    /// <exception cref="Api.RefusedException">Something has been said since that stands in the way (409).</exception>
    public abstract Task<IReadOnlyList<long>> UndoAsync(StepUndo undo);

    /// <summary>Does it again as a new action, inside the caller's transaction.</summary>
    /// <returns>The faces that changed.</returns>
    /// <exception cref="Api.RefusedException">Something has been said since that stands in the way (409).</exception>
    public abstract Task<IReadOnlyList<long>> RedoAsync(StepRedo redo);

    /// <summary>Begins, once an undo or a redo is committed, what has to happen to the photos that it changed.</summary>
    /// <param name="photos">Their keys.</param>
    public virtual Task BeginAsync(IReadOnlyList<long> photos) => Task.CompletedTask;

    /// <summary>What it did to a face of which it changed neither decision nor rejections.</summary>
    /// <param name="e">The event.</param>
    /// <param name="name">Today's name of a person.</param>
    public virtual string TellOfFace(FaceEvent e, Func<long?, string> name) => "Nothing was changed.";

    /// <summary>What it did, on the page of one of its people.</summary>
    /// <param name="description">The action's own sentence.</param>
    /// <param name="others">Today's names of its other people.</param>
    public virtual string TellOfPerson(string description, IReadOnlyList<string> others) => description;
}
