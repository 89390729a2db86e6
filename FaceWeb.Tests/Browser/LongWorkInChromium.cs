namespace FaceWeb.Tests.Browser;

/// <summary>
/// Tests of reviewing, uploading and videos in a browser and a FaceWeb of their own, beside those of <see cref="TestsInChromium"/>: all in one row
/// took half of the time that all tests took.
/// </summary>
[CollectionDefinition(Name)]
public sealed class LongWorkInChromium : ICollectionFixture<FaceWebInChromium>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "Browser, long work";
}
