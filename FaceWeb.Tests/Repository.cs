namespace FaceWeb.Tests;

/// <summary>Where things are, for tests that read files: the checkout, and the optional folder of shared test data.</summary>
public static class Repository
{
    /// <summary>The folder that holds FaceWeb.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder <c>shared</c> beside the checkout, or null where there is none.</summary>
    public static string? Shared { get; } = Directory.Exists(Path.Combine(Root, "..", "shared", "data"))
        ? Path.GetFullPath(Path.Combine(Root, "..", "shared"))
        : null;

    /// <summary>A path inside the shared folder; skips the calling test, out loud, where it is absent.</summary>
    public static string SharedOrSkip(params string[] parts)
    {
        Skip.If(Shared is null, "The folder ../shared with test photos is not here.");
        var path = Path.Combine([Shared!, .. parts]);
        Skip.IfNot(File.Exists(path) || Directory.Exists(path), $"{string.Join('/', parts)} is not in ../shared.");
        return path;
    }

    /// <summary>
    /// Real face photos that a package ships (<c>demo/sample*.jpg</c> of npm's <c>@vladmandic/face-api</c>), restored by the
    /// test command into <c>FaceWeb.Tests/photos</c>; skips the calling test, out loud, where they are absent.
    /// </summary>
    public static IReadOnlyList<string> SamplePhotosOrSkip()
    {
        var folder = Path.Combine(Root, "FaceWeb.Tests", "photos");
        var photos = Directory.Exists(folder) ? Directory.GetFiles(folder, "sample*.jpg").Order().ToArray() : [];
        Skip.If(photos.Length == 0, "FaceWeb.Tests/photos is empty: run .ci/test, which restores the sample photos.");
        return photos;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "FaceWeb.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException("FaceWeb.sln was not found above the test's folder.");
    }
}
