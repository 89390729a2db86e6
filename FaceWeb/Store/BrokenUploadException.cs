namespace FaceWeb.Store;

/// <summary>The bytes of a file stopped coming before its end.</summary>
/// <param name="cause">What reading them said.</param>
public sealed class BrokenUploadException(Exception cause) : Exception("The upload broke off.", cause);
