using System.Collections.Frozen;
using System.Text;
using FaceWeb.Data;
using Microsoft.AspNetCore.Identity;

namespace FaceWeb.Accounts.SigningIn;

/// <summary>
/// Refuses passwords that are tried first by whoever guesses: those that zxcvbn finds few guesses for (it knows the 30,000 most common passwords,
/// names and words, mangled and put together), the words of <c>common-passwords.txt</c>, also with capital letters, with digits for
/// letters and with digits and signs around them; rows of keys or numbers, one sign or one block again and again, digits alone, and the account's
/// own name. There is no rule on kinds of characters: length is what counts (NIST SP 800-63B, 3.1.1.2).
/// </summary>
public sealed class CommonPasswords : IPasswordValidator<AppUser>
{
    /// <summary>The longest password that is taken.</summary>
    public const int MaxLength = 200;

    private const int LeastDistinct = 5;
    private const int LeastDigits = 16;
    private const int LongestRow = 5;

    // zxcvbn's score for what takes more than 10^6 seconds at 10,000 guesses a second. What follows the first signs makes a password no easier,
    // and rating it would take long.
    private const int LeastScore = 3;
    private const int MostRated = 64;

    private static readonly FrozenSet<string> Words = Read();

    private static readonly string[] Rows =
        ["01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm", "qsdfghjklm",
            "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "1q2w3e4r5t6y7u8i9o0p"];

    /// <inheritdoc />
    public Task<IdentityResult> ValidateAsync(UserManager<AppUser> manager, AppUser user, string? password)
    {
        ArgumentNullException.ThrowIfNull(user);
        return Task.FromResult(WhyNot(password ?? "", user.Email ?? user.UserName ?? "") is { } reason
            ? IdentityResult.Failed(new IdentityError { Code = "CommonPassword", Description = reason })
            : IdentityResult.Success);
    }

    /// <summary>What is wrong with a password, as a sentence; null when nothing is.</summary>
    public static string? WhyNot(string password, string email)
    {
        if (password.Length > MaxLength)
            return $"The password is longer than {MaxLength} characters: choose a shorter one.";
        if (password.Distinct().Count() < LeastDistinct || IsBlockAgain(password))
            return "This password repeats itself and is guessed at once: choose one with more in it, for example four words.";
        if (password.Length < LeastDigits && !password.Any(char.IsLetter))
            return $"A password without letters needs {LeastDigits} signs: choose longer, or use words.";
        var plain = Plain(password);
        if (Math.Max(RowShare(plain), RowShare(password.ToLowerInvariant())) > 0.7)
            return "This password is a row of keys or letters and is guessed at once: choose another, for example four words.";
        var name = Letters(email.Split('@')[0].ToLowerInvariant());
        var word = Letters(plain);
        if (name.Length >= 3 && word.Replace(name, "", StringComparison.Ordinal).Length < 4 && word.Contains(name, StringComparison.Ordinal))
            return "This password is hardly more than your own name: choose another, for example four words.";
        return IsCommon(plain) || IsCommon(password.ToLowerInvariant()) || Score(password, email) < LeastScore
            ? "This password is one of the most common ones, or made of them, and is guessed at once: choose another, for example four words."
            : null;
    }

    private static int Score(string password, string email) => Zxcvbn.Zxcvbn.MatchPassword(
        password[..Math.Min(password.Length, MostRated)], ["faceweb", .. email.ToLowerInvariant().Split('@', '.', '+', '-', '_')]).Score;

    // As it stands, without what is around its letters, and twice the same.
    private static bool IsCommon(string text)
    {
        var core = text.Trim("0123456789!?.,;:-_+*#$%&/()=@'\"<>|^~ ".ToCharArray());
        return Words.Contains(text) || Words.Contains(core) || Words.Contains(Letters(text));
    }

    private static bool IsBlockAgain(string text)
    {
        for (var block = 1; block <= text.Length / 2; block++)
        {
            if (text.Length % block == 0 && Enumerable.Range(block, text.Length - block).All(i => text[i] == text[i - block]) && block < 8)
                return true;
        }
        return false;
    }

    // The share of the characters that continue a row of keys, forwards or backwards.
    private static double RowShare(string text)
    {
        var inRows = 0;
        for (var i = 0; i < text.Length;)
        {
            var length = Rows.Max(row => Math.Max(Match(text, i, row), Match(text, i, new string([.. row.Reverse()]))));
            inRows += length >= LongestRow - 1 ? length : 0;
            i += Math.Max(1, length >= LongestRow - 1 ? length : 1);
        }
        return (double)inRows / text.Length;
    }

    private static int Match(string text, int from, string row)
    {
        var best = 0;
        for (var start = 0; start < row.Length; start++)
        {
            var n = 0;
            while (from + n < text.Length && start + n < row.Length && text[from + n] == row[start + n])
                n++;
            best = Math.Max(best, n);
        }
        return best;
    }

    // Lower case, and letters where digits and signs stand for them, unless the digits are at the end: p4ssw0rd12 is password12.
    private static string Plain(string password)
    {
        var lower = password.ToLowerInvariant();
        var end = lower.Length;
        while (end > 0 && !char.IsLetter(lower[end - 1]))
            end--;
        var plain = new StringBuilder(lower);
        for (var i = 0; i < end; i++)
            plain[i] = Letter(lower[i]);
        return plain.ToString();
    }

    private static char Letter(char sign) => sign switch
    {
        '0' => 'o',
        '1' => 'i',
        '3' => 'e',
        '4' or '@' => 'a',
        '5' or '$' => 's',
        '7' => 't',
        '8' => 'b',
        _ => sign,
    };

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetter));

    private static FrozenSet<string> Read()
    {
        using var file = typeof(CommonPasswords).Assembly.GetManifestResourceStream("common-passwords.txt")
            ?? throw new InvalidOperationException("common-passwords.txt is not in the program.");
        using var reader = new StreamReader(file);
        var words = new HashSet<string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
                words.Add(line);
        }
        return words.ToFrozenSet(StringComparer.Ordinal);
    }
}
