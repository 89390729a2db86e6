using FaceWeb.Bench.Identification;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;
using OpenCvSharp;

namespace FaceWeb.Bench;

/// <summary>
/// Draws faces in rows with a line of text above each row, several rows on a sheet, so that a person can judge what a program got wrong.
/// </summary>
/// <param name="images">The folder of the photos.</param>
/// <param name="folder">Where the sheets go; made if need be.</param>
internal sealed class ContactSheet(string images, string folder)
{
    private const int Tile = 128;
    private const int Text = 20;
    private const int RowsOnSheet = 8;
    private static readonly Scalar Paper = Scalar.White;
    private static readonly Scalar Ink = Scalar.Black;
    private readonly List<(string Title, IReadOnlyList<(string File, FaceBox Box, string Caption)> Faces)> rows = [];

    /// <summary>Adds a row.</summary>
    /// <param name="title">What is wrong, in plain ASCII (the font has nothing else).</param>
    /// <param name="faces">Each face's photo below the images' folder, its box, and a few words below it.</param>
    public void Add(string title, IReadOnlyList<(string File, FaceBox Box, string Caption)> faces) => rows.Add((title, faces));

    /// <summary>Adds a row of a face and those that it was compared with, each of these above its file's name.</summary>
    /// <param name="title">What is wrong, in plain ASCII.</param>
    /// <param name="face">The face.</param>
    /// <param name="caption">A few words below it.</param>
    /// <param name="others">The others.</param>
    public void Add(string title, BenchFace face, string caption, IEnumerable<BenchFace> others) =>
        Add(title, [(face.File, face.Box, caption), .. others.Select(other => (other.File, other.Box, Path.GetFileNameWithoutExtension(other.File)))]);

    /// <summary>Writes the sheets as <c>name-1.jpg</c>, <c>name-2.jpg</c> ...</summary>
    /// <returns>Their paths.</returns>
    public IReadOnlyList<string> Write(string name)
    {
        Directory.CreateDirectory(folder);
        var paths = new List<string>();
        foreach (var part in rows.Chunk(RowsOnSheet))
        {
            // Wide enough for the titles too.
            var columns = Math.Max(7, part.Max(row => row.Faces.Count));
            using var sheet = new Mat((Tile + (3 * Text)) * part.Length, (Tile + 8) * columns, MatType.CV_8UC3, Paper);
            for (var r = 0; r < part.Length; r++)
                Draw(sheet, r * (Tile + (3 * Text)), part[r].Title, part[r].Faces);
            paths.Add(Path.Combine(folder, $"{name}-{paths.Count + 1}.jpg"));
            Cv2.ImWrite(paths[^1], sheet);
        }
        return paths;
    }

    private void Draw(Mat sheet, int top, string title, IReadOnlyList<(string File, FaceBox Box, string Caption)> faces)
    {
        Cv2.PutText(sheet, title, new Point(4, top + Text - 5), HersheyFonts.HersheySimplex, 0.45, Ink, 1, LineTypes.AntiAlias);
        for (var i = 0; i < faces.Count; i++)
        {
            var left = i * (Tile + 8);
            using var pixels = PhotoPixels.Decode(Path.Combine(images, faces[i].File), new PhotoLimits());
            using var face = Cv2.ImDecode(pixels.CropJpeg(faces[i].Box, 0.35, Tile), ImreadModes.Color);
            using var tile = new Mat(sheet, new Rect(left, top + Text, face.Cols, face.Rows));
            face.CopyTo(tile);
            Cv2.PutText(sheet, Short(faces[i].Caption), new Point(left + 2, top + Text + Tile + 13), HersheyFonts.HersheySimplex, 0.33, Ink, 1,
                LineTypes.AntiAlias);
        }
    }

    private static string Short(string caption) => caption.Length <= 21 ? caption : caption[..9] + ".." + caption[^10..];
}
