namespace FaceWeb.Pipeline.Video;

/// <summary>What a video's container says of it.</summary>
/// <param name="Width">Width of a frame in pixels, upright.</param>
/// <param name="Height">Height of a frame in pixels, upright.</param>
/// <param name="Duration">As the container says; zero where it does not say.</param>
/// <param name="FramesPerSecond">The mean rate; 0 where it is not known. Times never come from it but from the frames' time stamps.</param>
/// <param name="Codec">Four characters, as <c>h264</c>, <c>hevc</c>, <c>VP90</c>.</param>
/// <param name="Origin">When and where it was taken.</param>
/// <param name="Transfer">How its numbers stand for light; frames that are read have the light of ordinary pictures.</param>
public sealed record VideoFacts(
    int Width, int Height, TimeSpan Duration, double FramesPerSecond, string Codec, VideoOrigin Origin, VideoTransfer Transfer);
