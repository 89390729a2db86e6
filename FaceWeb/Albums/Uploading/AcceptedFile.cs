namespace FaceWeb.Albums.Uploading;

/// <summary>A photo that an upload brought.</summary>
/// <param name="FileName">Its name, without folders.</param>
/// <param name="PhotoId">The photo's key.</param>
/// <param name="Duplicate">True when the album had the same content already: the key is that photo's.</param>
/// <param name="BroughtBack">True when the album's trash had the same content: that photo is back, with all that was said of its faces.</param>
public sealed record AcceptedFile(string FileName, long PhotoId, bool Duplicate, bool BroughtBack = false);
