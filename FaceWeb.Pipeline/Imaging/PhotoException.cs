namespace FaceWeb.Pipeline.Imaging;

/// <summary>A file cannot be used as a photo. The message is one clear sentence for the person who brought it.</summary>
public sealed class PhotoException(string message) : Exception(message);
