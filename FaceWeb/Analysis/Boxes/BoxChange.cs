using FaceWeb.Analysis.Turning;
using FaceWeb.Data;
using FaceWeb.Pipeline;

namespace FaceWeb.Analysis.Boxes;

/// <summary>What moving a face's box changed; kept with the action, so that it can be taken back.</summary>
/// <param name="Before">The box before, pixels of the upright original.</param>
/// <param name="Score">The detector's score before, 0 to 1.</param>
/// <param name="ByHand">Whether the box before was drawn by hand too.</param>
/// <param name="After">The box that it was given.</param>
/// <param name="Turn">By how many degrees clockwise the photo was turned then.</param>
internal sealed record BoxChange(FaceBox Before, float Score, bool ByHand, FaceBox After, int Turn = 0)
{
    /// <summary>Where the box before lies on the photo as it is turned now.</summary>
    public FaceBox BeforeOn(Photo photo) => KeptBox.On(Before, Turn, photo);

    /// <summary>Where the box that it was given lies on the photo as it is turned now.</summary>
    public FaceBox AfterOn(Photo photo) => KeptBox.On(After, Turn, photo);
}
