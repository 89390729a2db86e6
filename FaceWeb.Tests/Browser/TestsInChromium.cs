namespace FaceWeb.Tests.Browser;

/// <summary>Tests of the pages in a real browser, one after another, beside other tests.</summary>
[CollectionDefinition(Name)]
public sealed class TestsInChromium : ICollectionFixture<FaceWebInChromium>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "Browser";
}
