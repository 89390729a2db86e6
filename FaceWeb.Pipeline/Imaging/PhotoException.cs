namespace FaceWeb.Pipeline.Imaging;

/// <summary>A file cannot be used as a photo. The message is one clear sentence for the person who brought it.</summary>
public class PhotoException(string message) : Exception(message);
