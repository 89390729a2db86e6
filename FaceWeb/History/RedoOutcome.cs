using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.History.Decisions;

namespace FaceWeb.History;

/// <summary>What a redo did again.</summary>
/// <param name="ActionId">The new action in the history, which an undo takes back.</param>
/// <param name="RedoesId">The undone action that it does again.</param>
/// <param name="Kind">What kind of action it is.</param>
/// <param name="Description">What it did, as a short sentence.</param>
/// <param name="Faces">The faces that changed.</param>
public sealed record RedoOutcome(long ActionId, long RedoesId, ActionKind Kind, string Description, IReadOnlyList<DecidedFace> Faces);
