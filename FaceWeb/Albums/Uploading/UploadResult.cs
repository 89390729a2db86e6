namespace FaceWeb.Albums.Uploading;

/// <summary>What became of each file of an upload.</summary>
/// <param name="Accepted">The photos taken, and those that were there already.</param>
/// <param name="Rejected">The files not taken, each with its reason.</param>
public sealed record UploadResult(IReadOnlyList<AcceptedFile> Accepted, IReadOnlyList<RejectedFile> Rejected);
