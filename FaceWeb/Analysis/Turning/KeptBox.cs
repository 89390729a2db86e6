using FaceWeb.Data;
using FaceWeb.Pipeline;

namespace FaceWeb.Analysis.Turning;

/// <summary>Boxes that an action keeps for its undo: the photo may have been turned since.</summary>
internal static class KeptBox
{
    /// <summary>Where a kept box lies on the photo as it is turned now.</summary>
    /// <param name="box">The box.</param>
    /// <param name="turn">By how many degrees the photo was turned when the box was kept.</param>
    /// <param name="photo">The photo now.</param>
    public static FaceBox On(FaceBox box, int turn, Photo photo)
    {
        var since = PhotoTurn.OfDegrees(turn).Back.Then(photo.Turn);
        return since.OnItsSide ? since.Of(box, photo.Height, photo.Width) : since.Of(box, photo.Width, photo.Height);
    }
}
