using System.Globalization;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Layout;

namespace FaceWeb.Videos;

/// <summary>Where a video stands, in words.</summary>
public static class VideoWords
{
    /// <summary>A place: <c>47.3769° N, 8.5417° E</c>.</summary>
    public static string Place(double latitude, double longitude) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Math.Abs(latitude):0.####}° {(latitude < 0 ? "S" : "N")}, {Math.Abs(longitude):0.####}° {(longitude < 0 ? "W" : "E")}");

    /// <summary>How far it has been looked at, or what is left to say of it.</summary>
    public static string Standing(VideoView video)
    {
        ArgumentNullException.ThrowIfNull(video);
        return video.Photo.State switch
        {
            PhotoState.Queued => "Waiting to be looked at for faces.",
            PhotoState.Running when video.Copying is { } share => $"A copy that can be read is being made: {Words.Percent(share)}.",
            PhotoState.Running when video.EveryFrame && video.Duration > 0 =>
                $"Every frame looked at up to {Words.Clock(video.LookedUpTo ?? 0)} of {Words.Clock(video.Duration)}.",
            PhotoState.Running => video.Duration > 0
                ? $"Looked at {Words.Clock(video.LookedUpTo ?? 0)} of {Words.Clock(video.Duration)}."
                : $"Looked at {Words.Clock(video.LookedUpTo ?? 0)}.",
            _ when video.EveryFrameHalted =>
                $"Every frame was looked at up to {Words.Clock(video.LookedUpTo ?? 0)} of {Words.Clock(video.Duration)}, then it was cancelled.",
            PhotoState.Failed => "The faces could not be looked for.",
            _ when video.Tracks.Count == 0 => "No face was found.",
            _ => video.Tracks.Count(t => t.Face.Decision == FaceDecision.Undecided) is var left and > 0
                ? $"{Words.Count(left, "appearance")} to review"
                : "All reviewed",
        };
    }
}
