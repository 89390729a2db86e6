using FaceWeb.Bench.Families;
using FaceWeb.Pipeline.Embedding;

namespace FaceWeb.Bench.Identification;

/// <summary>A set of photos sorted into one folder a person, measured: the face nearest to the middle of each photo.</summary>
public sealed record NamedFaces(IReadOnlyList<BenchFace> Faces, IReadOnlyList<(string Person, string File)> WithoutFace, RecognitionModel Recognition)
{
    /// <summary>One half of the people, always the same: 1 is the half that the classifier's constants were set on, 2 the other.</summary>
    public NamedFaces Half(int half)
    {
        var people = Faces.Select(face => face.Person).Distinct().Order(StringComparer.Ordinal).ToArray();
        new Random(77).Shuffle(people);
        var taken = people.Where((_, i) => i % 2 == half - 1).ToHashSet();
        return this with
        {
            Faces = [.. Faces.Where(face => taken.Contains(face.Person))],
            WithoutFace = [.. WithoutFace.Where(photo => taken.Contains(photo.Person))],
        };
    }

    /// <summary>One half of the families (<see cref="FamilyFace.Half"/>).</summary>
    public NamedFaces HalfOfFamilies(int half) =>
        this with { Faces = [.. FamilyFace.Half([.. Faces.Select(FamilyFace.Of)], half).Select(face => face.Face)] };

    /// <summary>
    /// Measures the photos of <c>--images</c>; <c>--cache</c> keeps the measurements, <c>--without</c> names a file with photos to leave out, one a
    /// line below that folder: those whose label is wrong.
    /// </summary>
    /// <param name="options">The command line's options.</param>
    /// <param name="log">Told how far it is.</param>
    /// <param name="imagesOption">Another option than <c>images</c> that names the folder.</param>
    /// <param name="cacheOption">Another option than <c>cache</c>.</param>
    public static NamedFaces Measure(BenchOptions options, TextWriter log, string imagesOption = "images", string cacheOption = "cache")
    {
        var faces = new List<BenchFace>();
        var without = new List<(string, string)>();
        var list = options.Find("without") is null ? null : options.File("without");
        var measured = EmbeddingCache.Measure(options.Folder(imagesOption), options, log, cacheOption: cacheOption);
        var leftOut = list is null ? [] : LeftOut(list, measured.Photos.Select(photo => photo.Path));
        foreach (var photo in measured.Photos.Where(photo => !leftOut.Contains(photo.Path)))
        {
            var person = Path.GetDirectoryName(photo.Path) ?? "";
            if (photo.CentralFace is { } face)
                faces.Add(new BenchFace(person, photo.Path, face.Embedding, face.Quality) { Box = face.Box, Packs = face.Packs });
            else
                without.Add((person, photo.Path));
        }
        if (faces.Count == 0)
            throw new BenchOptionException($"--{imagesOption}: no face was found in any photo of the folder.");
        return new NamedFaces(faces, without, measured.Recognition);
    }

    private static HashSet<string> LeftOut(string list, IEnumerable<string> photos)
    {
        var named = File.ReadLines(list).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#').ToHashSet(StringComparer.Ordinal);
        return named.Except(photos).FirstOrDefault() is { } unknown
            ? throw new BenchOptionException($"--without: {unknown} is no photo of the folder. Give each as FOLDER/FILE, one a line.")
            : named;
    }
}
