using System.Globalization;
using System.Text;

namespace FaceWeb.Data.Folder;

/// <summary>
/// A file in the data folder that says when somebody was last forgotten with all measurements: backups made before that moment go once there is
/// one made after it.
/// </summary>
public static class ForgottenMark
{
    private const string Name = "forgotten";

    /// <summary>Says that it was now.</summary>
    public static void Set(string dataDir, DateTime now) =>
        WholeFile.Write(Path.Combine(dataDir, Name), Encoding.ASCII.GetBytes(now.ToString("O", CultureInfo.InvariantCulture)));

    /// <summary>When it was, UTC; null when there is nothing that backups have to lose.</summary>
    public static DateTime? Read(string dataDir)
    {
        var path = Path.Combine(dataDir, Name);
        return File.Exists(path)
            && DateTime.TryParse(File.ReadAllText(path), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var moment) ? moment : null;
    }

    /// <summary>The backups have lost it, unless somebody has been forgotten since.</summary>
    public static void Clear(string dataDir, DateTime seen)
    {
        if (Read(dataDir) == seen)
            File.Delete(Path.Combine(dataDir, Name));
    }
}
