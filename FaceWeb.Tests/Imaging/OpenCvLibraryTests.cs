using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Tests.Imaging;

/// <summary>What the start says is missing is what the scripts install.</summary>
public class OpenCvLibraryTests
{
    [Fact]
    public void The_sentence_names_the_packages_of_the_scripts_list()
    {
        var line = File.ReadLines(Path.Combine(Repository.Root, ".ci", "libraries"))
            .Single(l => l.StartsWith("libraries=", StringComparison.Ordinal));
        var packages = line["libraries='".Length..^1].Split(' ').Where(p => p != "libicu");
        Assert.EndsWith("--no-install-recommends " + string.Join(' ', packages), OpenCvLibrary.Missing, StringComparison.Ordinal);
    }
}
