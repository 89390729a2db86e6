namespace FaceWeb.Albums.Uploading;

/// <summary>How a file that comes in pieces stands.</summary>
/// <param name="Offset">Bytes that have arrived.</param>
/// <param name="Length">Bytes that it will have.</param>
/// <param name="Result">What became of it; null before its last byte was taken.</param>
public sealed record UploadProgress(long Offset, long Length, UploadResult? Result);
