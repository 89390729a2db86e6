using System.Xml.Linq;

namespace FaceWeb.Tests.House;

public sealed class DependenciesTests
{
    [Fact]
    public void Every_package_stands_in_the_list_with_its_version_and_nothing_else_does()
    {
        var pinned = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .Select(package => $"| {package.Attribute("Include")!.Value} | {package.Attribute("Version")!.Value} |");
        var listed = File.ReadLines(Path.Combine(Repository.Root, "docs", "dependencies.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.Contains("(npm)", StringComparison.Ordinal)).Skip(1)
            .Select(line => string.Join('|', line.Split('|').Take(3)) + "|");
        Assert.Equal(pinned.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }
}
