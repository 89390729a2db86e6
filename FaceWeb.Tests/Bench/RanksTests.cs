using FaceWeb.Bench;

namespace FaceWeb.Tests.Bench;

/// <summary>Spearman's rank correlation.</summary>
public class RanksTests
{
    [Fact]
    public void Only_the_order_counts()
    {
        Assert.Equal(1, Ranks.Correlation([1, 2, 3, 10], [-5, 0, 1, 2]), 1e-12);
        Assert.Equal(-1, Ranks.Correlation([1, 2, 3, 10], [9, 5, 4, 0]), 1e-12);
    }

    /// <summary>Ranks 1, 2.5, 2.5, 4 against 1, 3, 2, 4: covariance 4.5 over the root of 4.5 times 5.</summary>
    [Fact]
    public void Equal_numbers_share_their_rank() => Assert.Equal(4.5 / Math.Sqrt(4.5 * 5), Ranks.Correlation([1, 2, 2, 3], [1, 3, 2, 4]), 1e-12);
}
