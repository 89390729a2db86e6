namespace FaceWeb.Tests.Browser;

/// <summary>Tests in a real browser run one after another: each of them keeps the whole machine busy.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TestsInChromium : ICollectionFixture<FaceWebInChromium>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "Browser";
}
