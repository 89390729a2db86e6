using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Pipeline.Video;

/// <summary>
/// Finds out whether a whole video lies on its side. Until faces have said so, frames without a sure face are looked at turned; from then on
/// every frame is turned alike. Used by several threads at once.
/// </summary>
internal sealed class VideoUprightness(FacePipeline pipeline)
{
    // Faces of so many frames have to agree before a video is turned; one sure upright face is enough to leave it.
    private const int FramesToTurn = 2;

    // Looking at frames turned costs three more looks each: after the first ones only now and then.
    private const int FirstLooks = 20;
    private const int LooksBetween = 5;

    private readonly Lock gate = new();
    private readonly Dictionary<PhotoTurn, int> frames = [];
    private PhotoTurn? decided;
    private int looks;

    /// <summary>How the video has to be turned to be seen upright, as far as is known.</summary>
    public PhotoTurn Turn
    {
        get
        {
            lock (gate)
                return decided ?? PhotoTurn.None;
        }
    }

    /// <summary>Measures a frame's faces.</summary>
    /// <returns>
    /// The faces, and the picture that they are measured on: the frame itself or, to be disposed by the caller, a turned one. No face of a frame
    /// that seems turned otherwise than the video.
    /// </returns>
    public (IReadOnlyList<MeasuredFace> Faces, PhotoPixels Picture) Measure(PhotoPixels frame, CancellationToken cancel)
    {
        bool doubtful;
        PhotoTurn turn;
        lock (gate)
        {
            looks++;
            doubtful = decided is null && (looks <= FirstLooks || looks % LooksBetween == 0);
            turn = decided ?? PhotoTurn.None;
        }
        if (!doubtful)
        {
            var picture = turn == PhotoTurn.None ? frame : frame.Turned(turn);
            return (pipeline.Measure(picture, cancel).Faces, picture);
        }
        var measurement = pipeline.MeasureUpright(frame, cancel);
        if (measurement.Faces.Count > 0)
            Count(measurement.Turn);
        return (measurement.Faces, measurement.Turn == PhotoTurn.None ? frame : frame.Turned(measurement.Turn));
    }

    private void Count(PhotoTurn turn)
    {
        lock (gate)
        {
            var count = frames[turn] = frames.GetValueOrDefault(turn) + 1;
            if (decided is null && (turn == PhotoTurn.None || count >= FramesToTurn))
                decided = turn;
        }
    }
}
