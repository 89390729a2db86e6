using System.Globalization;
using FaceWeb.Data;
using FaceWeb.Layout;

namespace FaceWeb.Albums;

/// <summary>States of albums and photos in words.</summary>
public static class AlbumWords
{
    /// <summary>What goes and what stays when an album is deleted.</summary>
    public static string Lost(AlbumSummary album)
    {
        ArgumentNullException.ThrowIfNull(album);
        return album.Photos == 0
            ? "The album is empty: no photo is lost. It can be brought back from the trash."
            : $"{Words.Count(album.Photos, "photo")} and the {Words.Count(album.Faces, "face")} on {(album.Photos == 1 ? "it" : "them")} are "
                + $"put into the trash, "
                + "with all names given there: they can be brought back from there. The people stay, with their faces in other albums.";
    }

    /// <summary>A photo's state in a word.</summary>
    public static string State(PhotoState state) => state switch
    {
        PhotoState.Queued => "Waiting",
        PhotoState.Running => "Looking for faces",
        PhotoState.Analysed => "Analysed",
        _ => "Failed",
    };

    /// <summary>What is said of a photo of whose file only a part can be read.</summary>
    public const string Damage =
        "The file is damaged: a part of this picture could not be read, and what is shown there is not what was taken. Copy it again from where it "
        + "came.";

    /// <summary>When a photo was taken; without the time where only the day is known.</summary>
    /// <param name="taken">By the clock at that place.</param>
    public static string Taken(DateTime? taken) => taken?.ToString(
        taken.Value.TimeOfDay == TimeSpan.Zero ? "d MMMM yyyy" : "d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture) ?? "not known";

    /// <summary>That the analysis turned a photo; null where it did not.</summary>
    public static string? Turned(PhotoView photo)
    {
        ArgumentNullException.ThrowIfNull(photo);
        return photo.TurnedByHand || photo.Turn == 0 ? null
            : $"This photo {(photo.Turn == 180 ? "stood on its head" : "lay on its side")} and was turned by {TurnOf(photo.Turn)}.";
    }

    /// <summary>How far a photo is turned, in words.</summary>
    /// <param name="degrees">Degrees clockwise: 90, 180 or 270.</param>
    public static string TurnOf(int degrees) => degrees switch
    {
        90 => "90 degrees to the right",
        270 => "90 degrees to the left",
        _ => "180 degrees",
    };
}
