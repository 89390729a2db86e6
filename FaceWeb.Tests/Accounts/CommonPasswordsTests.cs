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
    public void A_book_is_refused() =>
        Assert.NotNull(CommonPasswords.WhyNot(new string([.. Enumerable.Range(0, 300).Select(i => (char)('a' + (i % 23)))]), "a@b.c"));
}
