using FaceWeb.Api;

namespace FaceWeb.Albums.Uploading;

/// <summary>The names that files come with: from browsers, scripts and ZIP archives, of every system.</summary>
public static class UploadName
{
    private const int MaxLength = 255;

    /// <summary>
    /// The last part of a name that may carry folders of either kind of slash, without control characters, at most 255 characters long
    /// (its ending is kept); <c>photo</c> when nothing is left.
    /// </summary>
    public static string Leaf(string name)
    {
        var leaf = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        leaf = new string([.. leaf.Where(c => !char.IsControl(c))]).Trim();
        if (leaf.Length == 0)
            return "photo";
        if (leaf.Length <= MaxLength)
            return leaf;
        var ending = Path.GetExtension(leaf) is { Length: <= 10 } extension ? extension : "";
        return leaf[..(MaxLength - ending.Length)] + ending;
    }

    /// <summary>Checks that the path of a ZIP's entry stays inside the archive.</summary>
    /// <exception cref="RefusedException">It climbs (<c>..</c>), is absolute, names a drive or holds a zero character.</exception>
    public static void RequireInside(string path)
    {
        var parts = path.Split('/', '\\');
        var climbs = parts.Contains("..") || parts[0].Length == 0 || parts[0].Contains(':') || path.Contains('\0');
        if (climbs)
        {
            throw new RefusedException(
                "The entry's path leads out of the ZIP file, so it was left out. Pack the photos again with plain relative paths.");
        }
    }

    /// <summary>True for what systems add to archives and folders and nobody means to upload.</summary>
    public static bool IsSystemFile(string path)
    {
        var parts = path.Split('/', '\\');
        return parts.Contains("__MACOSX")
            || parts[^1] is ".DS_Store" or "Thumbs.db" or "thumbs.db" or "desktop.ini"
            || parts[^1].StartsWith("._", StringComparison.Ordinal);
    }
}
