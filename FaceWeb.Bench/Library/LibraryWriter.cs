using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FaceWeb.Bench.Training;
using Microsoft.Data.Sqlite;
using OpenCvSharp;

namespace FaceWeb.Bench.Library;

/// <summary>
/// Writes albums, photos, people, faces and their history into a FaceWeb that has just been made: the rows that uploads, analyses and
/// decisions would have written, with drawn vectors and tiny pictures. Seeded: the same size gives the same library.
/// </summary>
internal sealed class LibraryWriter(string dataDir, LibrarySize size, int seed, TextWriter log)
{
    private const int Dimension = 512;
    private const int Colours = 64;
    private const int FacesOfAnAction = 20;
    private const int Width = 320;
    private const int Height = 240;

    private static readonly DateTime FirstDay = new(2015, 1, 1, 12, 0, 0, DateTimeKind.Utc);

    private readonly Random random = new(seed);

    /// <summary>Makes the library in a folder unless there is one; seconds that the rows took, or null when it was there.</summary>
    /// <param name="program">FaceWeb.dll: makes the tables.</param>
    /// <param name="dataDir">Where.</param>
    /// <param name="size">How large.</param>
    /// <param name="seed">Of what is drawn.</param>
    /// <param name="log">Is told how far it is.</param>
    public static double? WriteNew(string program, string dataDir, LibrarySize size, int seed, TextWriter log)
    {
        if (File.Exists(Path.Combine(dataDir, "faceweb.db")))
            return null;
        Directory.CreateDirectory(dataDir);
        log.WriteLine("An empty FaceWeb makes its tables.");
        using (var empty = FaceWebServer.Start(program, dataDir))
            empty.WaitForRest();
        var watch = Stopwatch.StartNew();
        new LibraryWriter(dataDir, size, seed, log).Write();
        return Math.Round(watch.Elapsed.TotalSeconds, 1);
    }

    // Everything in one transaction.
    private void Write()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(dataDir, "faceweb.db")}");
        connection.Open();
        using (var pragma = connection.CreateCommand())
        {
            pragma.CommandText = "PRAGMA synchronous=OFF; PRAGMA cache_size=-200000;";
            pragma.ExecuteNonQuery();
        }
        using var transaction = connection.BeginTransaction();
        WritePhotos(connection);
        WriteFaces(connection, UserOf(connection));
        transaction.Commit();
    }

    private void WritePhotos(SqliteConnection connection)
    {
        using var albums = new LibraryTable(connection, "Albums", "Id", "Name", "CreatedAt");
        for (var album = 1; album <= size.Albums; album++)
            albums.Add(album, Number("Album", album), Text(FirstDay.AddDays(album)));
        using var photos = new LibraryTable(
            connection, "Photos", "Id", "AlbumId", "FileName", "Sha256", "Bytes", "MimeType", "Width", "Height", "TakenAt", "UploadedAt", "State",
            "AnalysedAt", "Pack");
        var pictures = Pictures(Width, Height);
        for (var photo = 1; photo <= size.Photos; photo++)
        {
            // A picture's end may be followed by anything: so each has a content of its own.
            byte[] content = [.. pictures[photo % Colours], .. BitConverter.GetBytes(photo)];
            var hash = Convert.ToHexStringLower(SHA256.HashData(content));
            var file = Path.Combine(dataDir, "photos", hash[..2], hash);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, content);
            var taken = FirstDay.AddMinutes(photo * 50L);
            photos.Add(
                photo, AlbumOf(photo), Number("IMG_", photo) + ".jpg", hash, content.Length, "image/jpeg", Width, Height, Text(taken), Text(taken), 2,
                Text(taken), "compact");
            if (photo % 20_000 == 0)
                log.WriteLine($"{photo:N0} photos.");
        }
    }

    private void WriteFaces(SqliteConnection connection, string user)
    {
        using var people = new LibraryTable(connection, "People", "Id", "Name", "CreatedAt", "CoverFaceId");
        using var faces = new LibraryTable(
            connection, "Faces", "Id", "PhotoId", "X", "Y", "Width", "Height", "Landmarks", "DetectorScore", "Quality", "Sharpness", "Decision",
            "PersonId", "DecidedAt");
        using var vectors = new LibraryTable(connection, "Embeddings", "FaceId", "Model", "Vector");
        using var images = new LibraryTable(connection, "FaceImages", "FaceId", "Chip", "Crop");
        using var actions = new LibraryTable(connection, "ReviewActions", "Id", "UserId", "At", "Kind", "Source", "Description");
        using var events = new LibraryTable(
            connection, "FaceEvents", "ActionId", "FaceId", "BeforeDecision", "AfterDecision", "AfterPersonId");
        var pictures = Pictures(112, 112);
        var landmarks = new byte[136 * sizeof(float)];
        var drawn = new SyntheticPeople(Dimension, false, 0.75f, seed);
        var each = size.FacesOfEach();
        var (face, action) = (0, 0);
        for (var person = 1; person <= each.Length; person++)
        {
            people.Add(person, Number("Person", person), Text(FirstDay), face + 1);
            var centre = drawn.Anyone();
            var confirmed = each[person - 1];
            // One known face of four is still undecided.
            var all = confirmed + (confirmed / 4);
            for (var own = 0; own < all && face < size.Faces; own++)
            {
                Add(drawn.Near(centre), own < confirmed ? person : null);
                if (own >= confirmed)
                    continue;
                if (own % FacesOfAnAction == 0)
                    actions.Add(++action, user, Text(FirstDay.AddMinutes(action)), 0, "review", $"Confirmed faces as {Number("Person", person)}");
                events.Add(action, face, 0, 1, person);
            }
        }
        // The others are strangers, some of them seen several times.
        while (face < size.Faces)
        {
            var centre = drawn.Anyone();
            for (var seen = 1 + (int)(3 * -Math.Log(1 - random.NextDouble())); seen > 0 && face < size.Faces; seen--)
                Add(drawn.Near(centre), null);
        }

        void Add(float[] vector, int? person)
        {
            face++;
            // Faces of one person follow each other, so they are on photos that follow each other: nobody is twice on one.
            var photo = ((face - 1) % size.Photos) + 1;
            var place = (face - 1) / size.Photos;
            faces.Add(
                face, photo, 5 + (place * 60 % 260), 10 + (place * 60 / 260 * 60), 50, 60, landmarks, 0.9, 0.4 + (0.6 * random.NextDouble()), 200,
                person is null ? 0 : 1, person, person is null ? null : Text(FirstDay.AddMinutes(face)));
            var half = new Half[Dimension];
            TensorPrimitives.ConvertToHalf(vector, half);
            vectors.Add(face, "compact", MemoryMarshal.AsBytes(half.AsSpan()).ToArray());
            images.Add(face, pictures[face % Colours], pictures[face % Colours]);
            if (face % 50_000 == 0)
                log.WriteLine($"{face:N0} faces.");
        }
    }

    private int AlbumOf(int photo) => 1 + ((photo - 1) * size.Albums / size.Photos);

    private static string UserOf(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT Id FROM AspNetUsers LIMIT 1";
        return (string)command.ExecuteScalar()!;
    }

    private static byte[][] Pictures(int width, int height) => [.. Enumerable.Range(0, Colours).Select(colour =>
    {
        using var picture = new Mat(height, width, MatType.CV_8UC3, new Scalar(colour * 4, 255 - (colour * 3), 128));
        return picture.ImEncode(".jpg");
    })];

    private static string Number(string word, int number) => string.Create(CultureInfo.InvariantCulture, $"{word} {number:D6}");

    private static string Text(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
