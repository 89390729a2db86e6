using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Analysis.Turning;

/// <summary>
/// A decoded photo the way it is shown, and the way its faces stand upright. Boxes come and go as they lie on the picture that is shown; faces
/// are measured upright, so a photo that a person wants to see on its side gives the same numbers.
/// </summary>
internal sealed class ShownPhoto : IDisposable
{
    private readonly PhotoPixels file;
    private readonly PhotoPixels upright;
    private readonly PhotoTurn toUpright;

    /// <summary>Turns the pixels both ways, and owns them.</summary>
    /// <param name="file">The photo, upright by what its file says.</param>
    /// <param name="turn">How it is turned to be shown.</param>
    /// <param name="faceTurn">How it is turned so that its faces stand upright.</param>
    public ShownPhoto(PhotoPixels file, PhotoTurn turn, PhotoTurn faceTurn)
    {
        this.file = file;
        Shown = turn == PhotoTurn.None ? file : file.Turned(turn);
        upright = faceTurn == turn ? Shown : faceTurn == PhotoTurn.None ? file : file.Turned(faceTurn);
        toUpright = turn.Back.Then(faceTurn);
    }

    /// <summary>The picture that is shown.</summary>
    public PhotoPixels Shown { get; }

    /// <summary>Measures the face in a box of the picture that is shown.</summary>
    /// <param name="pipeline">The models.</param>
    /// <param name="box">The box.</param>
    /// <param name="score">The detector's score that the quality counts with, 0 to 1.</param>
    /// <param name="cancel">Checked before the work starts.</param>
    /// <returns>The face with exactly that box.</returns>
    public DescribedFace Measure(FacePipeline pipeline, FaceBox box, float score, CancellationToken cancel)
    {
        var face = pipeline.MeasureBox(upright, toUpright.Of(box, Shown.OriginalWidth, Shown.OriginalHeight), score, cancel);
        return PhotoFaces.Describe(ToShown(face) with { Box = box }, Shown);
    }

    /// <summary>Describes a face that was found on the photo with its faces upright.</summary>
    public DescribedFace Describe(MeasuredFace found) => PhotoFaces.Describe(ToShown(found), Shown);

    /// <inheritdoc />
    public void Dispose()
    {
        upright.Dispose();
        Shown.Dispose();
        file.Dispose();
    }

    private MeasuredFace ToShown(MeasuredFace face) => face.Turned(toUpright.Back, upright.OriginalWidth, upright.OriginalHeight);
}
