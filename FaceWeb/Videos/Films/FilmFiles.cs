using System.Globalization;
using FaceWeb.Store;

namespace FaceWeb.Videos.Films;

/// <summary>Where the films that are made of videos lie: beside the small pictures, to go with the original, and in no backup.</summary>
public sealed class FilmFiles(PhotoStore store)
{
    /// <summary>Where a video's film lies, or would lie.</summary>
    /// <param name="kind">Which film.</param>
    /// <param name="sha256">The original's hash.</param>
    /// <param name="photoId">The video: the same file may be named otherwise in another album.</param>
    public string PathOf(FilmKind kind, string sha256, long photoId) => store.BesideThumbnails(
        sha256, kind == FilmKind.Preview ? "film.mp4" : string.Create(CultureInfo.InvariantCulture, $"named-{photoId}.mp4"));

    /// <summary>The film, where it is there.</summary>
    public FileInfo? Find(FilmKind kind, string sha256, long photoId) =>
        new FileInfo(PathOf(kind, sha256, photoId)) is { Exists: true } file ? file : null;
}
