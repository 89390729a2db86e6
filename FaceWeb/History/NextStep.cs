using FaceWeb.Data;
using FaceWeb.Data.Decisions;

namespace FaceWeb.History;

/// <summary>What the next undo would take back, or the next redo do again.</summary>
/// <param name="ActionId">The action.</param>
/// <param name="Kind">What kind of action.</param>
/// <param name="Description">What it did, as a short sentence.</param>
/// <param name="At">When it was done or, for a redo, undone, UTC.</param>
/// <param name="Source">From where that was: a page's name or <c>api</c>.</param>
/// <param name="Text">All of it in words: "Merged 3 people into another, 2 days ago, from the people page".</param>
public sealed record NextStep(long ActionId, ActionKind Kind, string Description, DateTime At, string Source, string Text);
