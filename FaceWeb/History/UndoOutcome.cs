using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.History.Decisions;

namespace FaceWeb.History;

/// <summary>What an undo took back.</summary>
/// <param name="ActionId">The action that was taken back.</param>
/// <param name="Kind">What kind of action it was.</param>
/// <param name="Description">What it had done, as a short sentence.</param>
/// <param name="Faces">The faces that changed back; a hand-drawn face that was removed is not among them.</param>
public sealed record UndoOutcome(long ActionId, ActionKind Kind, string Description, IReadOnlyList<DecidedFace> Faces);
