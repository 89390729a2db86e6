using System.Globalization;
using FaceWeb.Data;

namespace FaceWeb.Albums;

/// <summary>Counts and states of albums and photos in words.</summary>
public static class AlbumWords
{
    /// <summary>A number with its noun, for example <c>1 photo</c> or <c>1,204 photos</c>.</summary>
    public static string Count(int number, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:N0} {(number == 1 ? one : many ?? one + "s")}");

    /// <summary>What is lost and what is kept when an album is deleted.</summary>
    public static string Lost(AlbumSummary album)
    {
        ArgumentNullException.ThrowIfNull(album);
        return album.Photos == 0
            ? "The album is empty: no photo is lost."
            : $"{Count(album.Photos, "photo")} and the {Count(album.Faces, "face")} on {(album.Photos == 1 ? "it" : "them")} are deleted, with all names given "
                + "there. The people stay, with their faces in other albums. This cannot be undone.";
    }

    /// <summary>A photo's state in a word.</summary>
    public static string State(PhotoState state) => state switch
    {
        PhotoState.Queued => "Waiting",
        PhotoState.Running => "Looking for faces",
        PhotoState.Analysed => "Analysed",
        _ => "Failed",
    };

    /// <summary>A probability as a whole percentage. Below one it is never shown as 100 %: only a person is certain.</summary>
    public static string Percent(double probability) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp((int)Math.Round(probability * 100), 0, probability < 1 ? 99 : 100)} %");
}
