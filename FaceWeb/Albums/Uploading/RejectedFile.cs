namespace FaceWeb.Albums.Uploading;

/// <summary>A file of an upload that was not taken.</summary>
/// <param name="FileName">Its name; for an entry of a ZIP its path inside.</param>
/// <param name="Reason">What was wrong and what to do, for the person who brought it.</param>
public sealed record RejectedFile(string FileName, string Reason);
