namespace FaceWeb.Tests.Access;

/// <summary>Somebody at the door.</summary>
/// <param name="Name">Who, and with what in the hand.</param>
/// <param name="Rank">What is open: 0 only what is for anybody, 1 what viewers, 2 what editors, 3 what admins may.</param>
/// <param name="Client">Asks in this visitor's name.</param>
internal sealed record Visitor(string Name, int Rank, HttpClient Client);
