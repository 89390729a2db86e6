namespace FaceWeb.Bench;

/// <summary>An option on the command line is missing or wrong; the message says which.</summary>
public sealed class BenchOptionException(string message) : Exception(message);
