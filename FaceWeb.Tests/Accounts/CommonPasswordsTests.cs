using FaceWeb.Accounts.SigningIn;

namespace FaceWeb.Tests.Accounts;

public class CommonPasswordsTests
{
    [Theory]
    [InlineData("aaaaaaaaaa")]
    [InlineData("abcabcabcabc")]
    [InlineData("1234567890")]
    [InlineData("0987654321")]
    [InlineData("01.01.1970")]
    [InlineData("200320032003")]
    [InlineData("qwertyuiop")]
    [InlineData("poiuytrewq1")]
    [InlineData("1q2w3e4r5t6y")]
    [InlineData("abcdefghijkl")]
    [InlineData("password123!")]
    [InlineData("P@ssw0rd2026")]
    [InlineData("!!Passw0rd!!")]
    [InlineData("iloveyou2024")]
    [InlineData("Sunshine!!12")]
    [InlineData("passwordpassword")]
    [InlineData("correcthorsebatterystaple")]
    [InlineData("Anna.Maier1990")]
    [InlineData("liverpool1")]
    [InlineData("manchester99")]
    [InlineData("Kevin2019!!")]
    [InlineData("ihatethisgame")]
    [InlineData("FaceWeb-2026")]
    [InlineData("example.org1")]
    public void What_is_guessed_first_is_refused(string password) => Assert.NotNull(CommonPasswords.WhyNot(password, "anna.maier@example.org"));

    [Theory]
    [InlineData("correct horse battery")]
    [InlineData("a long enough password")]
    [InlineData("a sentence nobody guesses")]
    [InlineData("9f86d081884c7d65")]
    [InlineData("Zwölf Äpfel im Keller")]
    [InlineData("vier blaue Stühle")]
    [InlineData("3141592653589793238")]
    [InlineData("tk9#Lw2!xQ")]
    public void What_is_not_is_taken(string password) => Assert.Null(CommonPasswords.WhyNot(password, "anna.maier@example.org"));

    [Fact]
    public void The_most_common_ones_of_a_kept_list_are_refused_however_they_are_mangled()
    {
        var assembly = typeof(Zxcvbn.Zxcvbn).Assembly;
        using var reader = new StreamReader(assembly.GetManifestResourceStream("zxcvbn-core.Dictionaries.passwords.lst")!);
        var list = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.True(list.Length >= 30_000, $"{list.Length} passwords");
        var taken = list.Where(p => p.Length >= 10).Take(150).Where(p => CommonPasswords.WhyNot(p, "a@b.c") is null).ToList();
        Assert.Empty(taken);
        var random = new Random(3);
        foreach (var word in list.Where(p => p.Length is >= 7 and < 10).OrderBy(_ => random.Next()).Take(20))
        {
            foreach (var mangled in new[] { $"{char.ToUpperInvariant(word[0])}{word[1..]}2024", $"{word.Replace('e', '3').Replace('o', '0')}123" })
                Assert.True(CommonPasswords.WhyNot(mangled, "a@b.c") is not null, mangled);
        }
    }

    [Fact]
    public void The_longest_one_is_rated_quickly()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        _ = CommonPasswords.WhyNot(string.Concat(Enumerable.Repeat("a1b2 love password ", 10)), "a@b.c");
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_book_is_refused() =>
        Assert.NotNull(CommonPasswords.WhyNot(new string([.. Enumerable.Range(0, 300).Select(i => (char)('a' + (i % 23)))]), "a@b.c"));
}
