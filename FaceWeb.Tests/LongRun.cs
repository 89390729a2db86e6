namespace FaceWeb.Tests;

/// <summary>
/// Tests that measure at size (10,000 faces, 25 people with all their photos, a thousand sequences) do a part of it in every run, so that a run
/// stays short, and all of it, with the figures that the documentation prints, where the environment variable FACEWEB_LONG is 1.
/// </summary>
public static class LongRun
{
    /// <summary>Whether everything was asked for.</summary>
    public static bool Asked { get; } = Environment.GetEnvironmentVariable("FACEWEB_LONG") == "1";

    /// <summary>How much of something is done: the first in every run, the second in a long one.</summary>
    public static T Or<T>(T everyRun, T longRun) => Asked ? longRun : everyRun;
}
