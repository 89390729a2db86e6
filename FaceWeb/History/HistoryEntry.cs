using FaceWeb.Data;
using FaceWeb.Data.Decisions;

namespace FaceWeb.History;

/// <summary>One action in the history of a face or of a person.</summary>
/// <param name="ActionId">The action.</param>
/// <param name="At">When, UTC.</param>
/// <param name="User">Who: the e-mail address, or null when the account is gone.</param>
/// <param name="Source">From where: a page's name or <c>api</c>.</param>
/// <param name="Kind">What kind of action.</param>
/// <param name="Text">What it did to this face or person, as a short sentence with today's names.</param>
/// <param name="FaceIds">The faces that it touched: the one face, or the first twelve of a person's.</param>
/// <param name="Faces">How many faces it touched.</param>
/// <param name="Undone">Whether it has been taken back since.</param>
/// <param name="Redo">Whether it did again what had been taken back.</param>
public sealed record HistoryEntry(
    long ActionId, DateTime At, string? User, string Source, ActionKind Kind, string Text, IReadOnlyList<long> FaceIds, int Faces, bool Undone,
        bool Redo);
