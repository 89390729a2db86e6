using FaceWeb.Pipeline;

namespace FaceWeb.Analysis.Turning;

/// <summary>What turning a photo by hand changed; kept with the action, so that it can be taken back.</summary>
/// <param name="Before">Degrees clockwise by which it was turned before.</param>
/// <param name="BeforeByHand">Whether a person had chosen that.</param>
/// <param name="After">Degrees clockwise by which it is turned since.</param>
internal sealed record TurnChange(int Before, bool BeforeByHand, int After)
{
    /// <summary>What happened, for the history.</summary>
    public static string Describe(PhotoTurn by) =>
        by == PhotoTurn.Right ? "Turned a photo to the right." : by == PhotoTurn.Left ? "Turned a photo to the left." : "Turned a photo upside down.";
}
