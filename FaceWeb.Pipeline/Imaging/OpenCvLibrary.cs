using OpenCvSharp;

namespace FaceWeb.Pipeline.Imaging;

/// <summary>OpenCV's native library: loaded once, with one sentence instead of a loader's error where it cannot be.</summary>
internal static class OpenCvLibrary
{
    /// <summary>What to say where it cannot be loaded; the packages are those of <c>.ci/libraries</c>.</summary>
    internal const string Missing =
        "OpenCV's native library cannot be loaded: start FaceWeb with \"bash run\", which installs what it needs, or on Debian or Ubuntu run: "
        + "apt-get install --no-install-recommends libgtk-3-0 libatomic1 libstdc++6 libfreetype6 libharfbuzz0b libdrm2";

    private static readonly Lazy<string?> Problem = new(Load);

    /// <summary>Makes sure that the library is there.</summary>
    /// <exception cref="PhotoException">It cannot be loaded; the message says what to install.</exception>
    public static void Require()
    {
        if (Problem.Value is { } problem)
            throw new PhotoException(problem);
    }

    private static string? Load()
    {
        try
        {
            // Photos run in parallel: OpenCV's own threads would only fight over the cores.
            Cv2.SetNumThreads(1);
            return null;
        }
        catch (Exception problem)
            when (problem is DllNotFoundException or TypeInitializationException or BadImageFormatException or OpenCvSharpException)
        {
            return Missing;
        }
    }
}
