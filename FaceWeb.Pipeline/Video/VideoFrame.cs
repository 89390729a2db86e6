using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Pipeline.Video;

/// <summary>A frame to be looked at.</summary>
/// <param name="Time">When it is shown, from the video's start.</param>
/// <param name="Number">Its number among all frames read, from 1.</param>
/// <param name="FirstOfShot">Whether it is the first frame, or the first after a cut.</param>
/// <param name="Pixels">The picture, upright; whoever takes the frame disposes it.</param>
public sealed record VideoFrame(TimeSpan Time, long Number, bool FirstOfShot, PhotoPixels Pixels);
