using System.Globalization;
using FaceWeb.Api;

namespace FaceWeb.Accounts.Storage;

/// <summary>Room as people type it: gigabytes of 1,000,000,000 bytes, nothing for no limit.</summary>
internal static class Gigabytes
{
    private const decimal Bytes = 1e9m;
    private const decimal Most = 1e9m;

    /// <summary>The number to show in a field.</summary>
    public static string Text(long? bytes) => bytes is null ? "" : (bytes.Value / Bytes).ToString("0.#########", CultureInfo.InvariantCulture);

    /// <summary>The bytes that a field's number stands for.</summary>
    /// <exception cref="RefusedException">It is no number, negative or larger than any disk.</exception>
    public static long? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            && number is >= 0 and <= Most
            ? (long)Math.Round(number * Bytes)
            : throw new RefusedException($"\"{text}\" is not a number of gigabytes. Type one such as 5 or 0.5; an empty field means no limit.");
    }
}
