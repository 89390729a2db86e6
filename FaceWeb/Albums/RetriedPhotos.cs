namespace FaceWeb.Albums;

/// <summary>The answer to a call that queues photos again.</summary>
/// <param name="Photos">How many there were.</param>
public sealed record RetriedPhotos(int Photos);
