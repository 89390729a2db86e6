using FaceWeb.Bench;
using FaceWeb.Bench.Identification;

namespace FaceWeb.Tests.Bench;

/// <summary>Photos whose label is wrong can be left out of what is measured.</summary>
public sealed class WrongLabelsTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("faceweb-labels");

    /// <inheritdoc/>
    public void Dispose() => folder.Delete(recursive: true);

    [SkippableFact]
    public void A_photo_that_is_named_is_left_out_and_one_that_is_not_there_ends_with_a_sentence()
    {
        var people = Path.Combine(folder.FullName, "people");
        foreach (var path in new[] { "F0601_MID2/P06258_face2.jpg", "F0601_MID2/P06267_face1.jpg" })
        {
            Directory.CreateDirectory(Path.Combine(people, Path.GetDirectoryName(path)!));
            File.Copy(Repository.SharedOrSkip("data", "families", path), Path.Combine(people, path));
        }
        var list = Path.Combine(folder.FullName, "list.txt");

        File.WriteAllText(list, "# A man among a woman's pictures.\nF0601_MID2/P06258_face2.jpg\n");
        Assert.Equal("F0601_MID2/P06267_face1.jpg", Assert.Single(Measured(people, list).Faces).File);

        File.WriteAllText(list, "F0601_MID2/P99999_face1.jpg\n");
        var refused = Assert.Throws<BenchOptionException>(() => Measured(people, list)).Message;
        Assert.Contains("P99999_face1.jpg is no photo of the folder", refused, StringComparison.Ordinal);

        File.Delete(list);
        Assert.Contains("there is no file", Assert.Throws<BenchOptionException>(() => Measured(people, list)).Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("wrong-labels.txt", 14)]
    [InlineData("doubtful-labels.txt", 33)]
    public void Every_photo_of_our_lists_is_in_the_set(string list, int count)
    {
        var photos = File.ReadLines(Path.Combine(Repository.Root, "FaceWeb.Bench", "Families", list)).Where(line => line.Length > 0 && line[0] != '#').ToArray();
        Assert.Equal(count, photos.Distinct().Count());
        var families = Repository.SharedOrSkip("data", "families");
        Assert.All(photos, photo => Assert.True(File.Exists(Path.Combine(families, photo)), photo));
    }

    private static NamedFaces Measured(string people, string list) =>
        NamedFaces.Measure(new BenchOptions(["--images", people, "--without", list]), TextWriter.Null);
}
