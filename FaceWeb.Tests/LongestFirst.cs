using Xunit.Abstractions;

[assembly: TestCollectionOrderer("FaceWeb.Tests.LongestFirst", "FaceWeb.Tests")]

namespace FaceWeb.Tests;

/// <summary>Starts the rows of tests in browsers first, since nothing else takes as long: whoever comes last works alone.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    /// <inheritdoc/>
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) => testCollections
        .OrderByDescending(c => c.DisplayName.StartsWith("Browser", StringComparison.Ordinal)).ThenBy(c => c.DisplayName, StringComparer.Ordinal);
}
