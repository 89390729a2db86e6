using System.Globalization;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Embedding;
using FaceWeb.Pipeline.ModelPacks;

namespace FaceWeb.Bench;

/// <summary>The command line's <c>--name value</c> pairs.</summary>
public sealed class BenchOptions
{
    private readonly Dictionary<string, string> values = [];
    private readonly HashSet<string> used = [];

    /// <summary>Reads the pairs.</summary>
    /// <exception cref="BenchOptionException">A word is no option, or an option has no value.</exception>
    public BenchOptions(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i += 2)
        {
            if (!words[i].StartsWith("--", StringComparison.Ordinal))
                throw new BenchOptionException($"'{words[i]}' is not an option: options look like --images FOLDER.");
            if (i + 1 == words.Count)
                throw new BenchOptionException($"{words[i]} needs a value.");
            values[words[i][2..]] = words[i + 1];
        }
    }

    /// <summary>The option's value, or null.</summary>
    public string? Find(string name)
    {
        used.Add(name);
        return values.GetValueOrDefault(name);
    }

    /// <summary>The option's value.</summary>
    /// <exception cref="BenchOptionException">It was not given.</exception>
    public string Text(string name) => Find(name) ?? throw new BenchOptionException($"--{name} is missing.");

    /// <summary>Whether an option says yes.</summary>
    /// <param name="name">The option.</param>
    /// <param name="otherwise">What holds where it is missing.</param>
    public bool Says(string name, bool otherwise) => Find(name) is { } text ? text == "yes" : otherwise;

    /// <summary>An existing folder.</summary>
    /// <exception cref="BenchOptionException">Not given, or not there.</exception>
    public string Folder(string name) =>
        Directory.Exists(Text(name)) ? Text(name) : throw new BenchOptionException($"--{name}: there is no folder {Text(name)}.");

    /// <summary>An existing file.</summary>
    /// <exception cref="BenchOptionException">Not given, or not there.</exception>
    public string File(string name) =>
        System.IO.File.Exists(Text(name)) ? Text(name) : throw new BenchOptionException($"--{name}: there is no file {Text(name)}.");

    /// <summary>A number, or the default where the option is not given.</summary>
    /// <exception cref="BenchOptionException">Not a number.</exception>
    public double Number(string name, double otherwise) => Find(name) is not { } text ? otherwise
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : throw new BenchOptionException($"--{name}: '{text}' is not a number.");

    /// <summary>A whole number of 1 or more, or the default where the option is not given.</summary>
    /// <exception cref="BenchOptionException">Not such a number.</exception>
    public int Count(string name, int otherwise) => Find(name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : throw new BenchOptionException($"--{name}: '{text}' is not a whole number of 1 or more.");

    /// <summary>
    /// Opens the pipeline that <c>--pack</c>, <c>--smallest-face</c>, <c>--mirror</c>, <c>--device</c> and <c>--setting</c> ask for
    /// (defaults: the compact pack and the pipeline's own).
    /// </summary>
    public FacePipeline OpenPipeline() => FacePipeline.Open(Pack, Pipeline);

    /// <summary>The pack's folder.</summary>
    public string Pack => Find("pack") ?? Path.Combine(AppContext.BaseDirectory, "models", "compact");

    /// <summary>Folders of packs to measure faces by too, for a program that compares packs.</summary>
    public IReadOnlyList<string> MorePacks { get; set; } = [];

    /// <summary><c>--setting fast</c> (the default) or <c>careful</c>.</summary>
    /// <exception cref="BenchOptionException">It is another word.</exception>
    public RecognitionSetting Setting => Find("setting") switch
    {
        null or "fast" => RecognitionSetting.Fast,
        "careful" => RecognitionSetting.Careful,
        var other => throw new BenchOptionException($"--setting is fast or careful, not '{other}'."),
    };

    /// <summary>The pipeline's options.</summary>
    public PipelineOptions Pipeline => new()
    {
        SmallestFace = Number("smallest-face", new PipelineOptions().SmallestFace),
        Mirror = Find("mirror") != "false",
        Device = Find("device") ?? "auto",
        Fusion = Setting == RecognitionSetting.Careful ? Find("fusion")
            ?? Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Pack)))!, "careful") : null,
        MorePacks = MorePacks,
        Parallelism = (int)Number("parallel", Environment.ProcessorCount),
        Batches = Batches,
    };

    /// <summary>
    /// How pictures are gathered into common runs: <c>--together N</c> at most, the first of them waiting <c>--deadline MS</c> for others; null,
    /// the device's own way, where neither is given.
    /// </summary>
    public BatchLimits? Batches => Find("together") is null & Find("deadline") is null ? null
        : new(Count("together", BatchLimits.OfGpu.Most), TimeSpan.FromMilliseconds(Number("deadline", BatchLimits.OfGpu.Deadline.TotalMilliseconds)));

    /// <summary>Refuses options that the program has not asked for: a misspelt option must not pass for a default.</summary>
    /// <exception cref="BenchOptionException">There is one.</exception>
    public void RefuseUnknown()
    {
        if (values.Keys.FirstOrDefault(name => !used.Contains(name)) is { } unknown)
            throw new BenchOptionException($"--{unknown} is not an option of this program.");
    }
}
