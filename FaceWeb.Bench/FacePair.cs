namespace FaceWeb.Bench;

/// <summary>One pair of the verification protocol.</summary>
/// <param name="First">Relative path of one photo.</param>
/// <param name="Second">Relative path of the other.</param>
/// <param name="Same">Whether both show one person.</param>
/// <param name="Fold">0-based fold.</param>
public sealed record FacePair(string First, string Second, bool Same, int Fold)
{
    /// <summary>
    /// Reads LFW's <c>pairs.txt</c>: a first line "folds n", then per fold n lines "name i j" (same) and n lines "name i other j" (different).
    /// </summary>
    /// <exception cref="BenchOptionException">The file has another form.</exception>
    public static IReadOnlyList<FacePair> Read(string path)
    {
        var lines = File.ReadAllLines(path);
        var head = lines[0].Split('\t', StringSplitOptions.TrimEntries);
        if (head.Length != 2 || !int.TryParse(head[0], out var folds) || !int.TryParse(head[1], out var perKind) || lines.Length < 1
            + folds * perKind * 2)
            throw new BenchOptionException(
                $"{path} is not a pairs file: its first line must hold the number of folds and of pairs, and the pairs must follow.");
        var pairs = new List<FacePair>();
        for (var i = 0; i < folds * perKind * 2; i++)
        {
            var words = lines[i + 1].Split('\t', StringSplitOptions.TrimEntries);
            var fold = i / (2 * perKind);
            pairs.Add(words.Length == 3
                ? new(Photo(words[0], words[1]), Photo(words[0], words[2]), true, fold)
                : new(Photo(words[0], words[1]), Photo(words[2], words[3]), false, fold));
        }
        return pairs;
    }

    private static string Photo(string name, string number) =>
        $"{name}/{name}_{int.Parse(number, System.Globalization.CultureInfo.InvariantCulture):D4}.jpg";
}
