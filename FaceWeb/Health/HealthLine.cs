namespace FaceWeb.Health;

/// <summary>One thing that the Health page says.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="Well">Whether nothing has to be done.</param>
/// <param name="Sentence">How it is and, where it is not well, what to do.</param>
public sealed record HealthLine(string Name, bool Well, string Sentence);
