namespace FaceWeb.Tests.House;

/// <summary>The repository's own shape.</summary>
public class TopLevelTests
{
    [Fact]
    public void The_top_level_holds_what_the_design_card_names()
    {
        var root = Repository.Root;
        foreach (var name in new[] { "FaceWeb", "FaceWeb.Pipeline", "FaceWeb.Tests", "wwwroot", "models" })
            Assert.True(Directory.Exists(Path.Combine(root, name)), name);
        foreach (var name in new[] { "FaceWeb.sln", "README.md" })
            Assert.True(File.Exists(Path.Combine(root, name)), name);
    }
}
