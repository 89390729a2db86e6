using System.Text;

namespace FaceWeb.Albums.Uploading;

/// <summary>
/// Reads names in ZIP archives that do not say how they are written (general purpose bit 11 is off): UTF-8 where they are that, Shift-JIS where
/// they are likely to be Japanese, and else code page 437, which PKWARE's specification gives (APPNOTE 6.3.10, appendix D).
/// </summary>
public sealed class ZipNameEncoding : Encoding
{
    private static readonly Encoding Utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);
    private static readonly Encoding ShiftJis = CodePagesEncodingProvider.Instance.GetEncoding(
        932, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    private static readonly Encoding Dos = CodePagesEncodingProvider.Instance.GetEncoding(437)!;

    /// <inheritdoc/>
    public override int GetByteCount(char[] chars, int index, int count) => Utf8.GetByteCount(chars, index, count);

    /// <inheritdoc/>
    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        Utf8.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    /// <inheritdoc/>
    public override int GetCharCount(byte[] bytes, int index, int count) => Read(bytes.AsSpan(index, count)).Length;

    /// <inheritdoc/>
    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        var text = Read(bytes.AsSpan(byteIndex, byteCount));
        text.CopyTo(0, chars, charIndex, text.Length);
        return text.Length;
    }

    /// <inheritdoc/>
    public override int GetMaxByteCount(int charCount) => Utf8.GetMaxByteCount(charCount);

    /// <inheritdoc/>
    public override int GetMaxCharCount(int byteCount) => byteCount;

    private static string Read(ReadOnlySpan<byte> bytes)
    {
        if (TryRead(Utf8, bytes) is { } utf8)
            return utf8;
        return TryRead(ShiftJis, bytes) is { } japanese && IsLikelyJapanese(japanese) ? japanese : Dos.GetString(bytes);
    }

    private static string? TryRead(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>
    /// Umlauts and accents of code page 437 before a letter also are Japanese characters: but single ones, in the midst of Latin letters
    /// (Größe is Gr比e), or signs, or Greek and Cyrillic letters.
    /// </summary>
    private static bool IsLikelyJapanese(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (text[i] < 0x80)
            {
                i++;
                continue;
            }
            var start = i;
            for (; i < text.Length && text[i] >= 0x80; i++)
            {
                if (!IsJapanese(text[i]))
                    return false;
            }
            var besideLatin = (start > 0 && char.IsAsciiLetter(text[start - 1])) || (i < text.Length && char.IsAsciiLetter(text[i]));
            if (i - start == 1 && besideLatin)
                return false;
        }
        return true;
    }

    // Hiragana, katakana (of full and half width), kanji, their punctuation, and letters and digits of full width.
    private static bool IsJapanese(char c) =>
        c is (>= '\u3001' and <= '\u3020') or (>= '\u3041' and <= '\u30FE') or (>= '\u4E00' and <= '\u9FFF') or (>= '\uFF01' and <= '\uFF9F');
}
