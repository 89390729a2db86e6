namespace FaceWeb.History;

/// <summary>What a user can take back and do again now.</summary>
/// <param name="Undo">What the next undo takes back; null when there is nothing.</param>
/// <param name="Redo">What the next redo does again; null when there is nothing.</param>
public sealed record NextSteps(NextStep? Undo, NextStep? Redo);
