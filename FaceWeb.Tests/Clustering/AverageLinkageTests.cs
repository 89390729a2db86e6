using FaceWeb.Pipeline.Clustering;
using FaceWeb.Tests.Classification;

namespace FaceWeb.Tests.Clustering;

/// <summary>A wrong group is split at a bar that is raised until it falls apart.</summary>
public class AverageLinkageTests
{
    private static readonly double Bar = new FaceGroupsOptions().JoinCosine + 0.05;

    [Fact]
    public void A_wrong_group_falls_into_its_people()
    {
        var faces = new SyntheticFaces(128, 5);
        var centres = new[] { faces.Anyone(), faces.Anyone() };
        var group = Enumerable.Range(0, 12).Select(i => ((long)i, faces.Near(centres[i % 2], 0.6f))).ToList();
        var parts = new AverageLinkage(group).Split(Bar, 2);
        Assert.Equal([6, 6], parts.Select(part => part.Count));
        Assert.All(parts, part => Assert.Single(part.Select(id => id % 2).Distinct()));
    }

    [Fact]
    public void A_large_wrong_group_falls_into_its_people()
    {
        var faces = new SyntheticFaces(128, 8);
        var centres = Enumerable.Range(0, 4).Select(_ => faces.Anyone()).ToArray();
        var group = Enumerable.Range(0, 1200).Select(i => ((long)i, faces.Near(centres[i % 4], 0.5f))).ToList();
        var parts = new AverageLinkage(group).Split(Bar, 2);
        Assert.Equal(1200, parts.SelectMany(part => part).Distinct().Count());
        Assert.All(parts, part => Assert.Single(part.Select(id => id % 4).Distinct()));
        Assert.Equal([300, 300, 300, 300], parts.Take(4).Select(part => part.Count));
    }
}
