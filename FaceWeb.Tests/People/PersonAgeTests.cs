using System.Globalization;
using FaceWeb.People;

namespace FaceWeb.Tests.People;

/// <summary>How old somebody was on a photo.</summary>
public sealed class PersonAgeTests
{
    [Theory]
    [InlineData("1984-05-17", "2004-05-16", "19 years")]
    [InlineData("1984-05-17", "2004-05-17", "20 years")]
    [InlineData("2020-01-31", "2020-01-31", "0 days")]
    [InlineData("2020-01-31", "2020-02-01", "1 day")]
    [InlineData("2020-01-31", "2020-03-01", "1 month")]
    [InlineData("2020-01-31", "2021-12-31", "23 months")]
    [InlineData("2020-01-31", "2022-01-31", "2 years")]
    [InlineData("2020-02-29", "2023-02-28", "2 years")]
    [InlineData("2020-02-29", "2023-03-01", "3 years")]
    [InlineData("2020-01-31", "2019-12-31", null)]
    public void An_age_is_told_in_words(string born, string taken, string? words) =>
        Assert.Equal(words, PersonAge.Words(DateOnly.Parse(born, CultureInfo.InvariantCulture), DateTime.Parse(taken, CultureInfo.InvariantCulture)));

    [Fact]
    public void Without_a_birth_date_or_a_date_on_the_photo_there_is_no_age()
    {
        Assert.Null(PersonAge.Words(null, DateTime.UnixEpoch));
        Assert.Null(PersonAge.Words(new DateOnly(1984, 5, 17), null));
    }
}
