namespace FaceWeb.Analysis.Videos;

/// <summary>A video that is being looked at.</summary>
/// <param name="Id">Its key.</param>
/// <param name="AlbumId">Its album.</param>
/// <param name="FileName">What it is called.</param>
/// <param name="Duration">How long it is, milliseconds; 0 where that is not known.</param>
/// <param name="LookedUpTo">Up to where it has been looked at, milliseconds.</param>
/// <param name="Copying">How much of the copy is made that it has to have first, 0 to 1; null where none is being made.</param>
public sealed record RunningVideo(long Id, long AlbumId, string FileName, long Duration, long LookedUpTo, double? Copying);
