namespace FaceWeb.Bench;

/// <summary>The photos of a folder of test material, which may hold lists and references beside them.</summary>
internal static class PhotoFolder
{
    private static readonly HashSet<string> Extensions = new(
        StringComparer.OrdinalIgnoreCase) { ".jpg", ".jpeg", ".png", ".webp", ".heic", ".avif", ".jxl", ".tif", ".tiff", ".bmp", ".gif" };

    /// <summary>Full paths of all files below the folder whose names end like a photo's.</summary>
    public static IEnumerable<string> Paths(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(p => Extensions.Contains(Path.GetExtension(p)));
}
