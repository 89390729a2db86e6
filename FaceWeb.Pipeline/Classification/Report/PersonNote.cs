namespace FaceWeb.Pipeline.Classification.Report;

/// <summary>Something to know about one person's confirmed faces.</summary>
/// <param name="PersonId">The person.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Faces">How many confirmed faces the person has.</param>
/// <param name="Text">The same in words for a person.</param>
public sealed record PersonNote(long PersonId, PersonNoteKind Kind, int Faces, string Text);
