using System.Globalization;
using FaceWeb.Layout;

namespace FaceWeb.Health.Charts;

/// <summary>The figures that the Health page draws.</summary>
internal static class DayFigures
{
    private static readonly Dictionary<string, string> Roles = new()
    {
        ["detect"] = "Finding faces",
        ["landmarks"] = "Finding landmarks",
        ["embed"] = "Measuring faces",
        ["pose"] = "Estimating the pose",
    };

    /// <summary>All of them, for what the samples tell of.</summary>
    public static IReadOnlyList<DayFigure> Of(IReadOnlyList<HealthSample> samples) =>
    [
        Counted("Photos analysed", "in ten minutes", "Photos and videos, without those that failed.", true, s => s.Sum(x => x.Analysed)),
        Counted("Photos waiting", "photos", "The most at once; where it only grows, analyses do not keep up.", false, s => s.Max(x => x.Waiting)),
        Counted("Failed photos", "photos", "Those that could not be analysed until now.", false, s => s.Max(x => x.Failed)),
        .. samples.SelectMany(s => s.Models).Where(m => m.Runs > 0).Select(m => m.Role).Distinct().Order(StringComparer.Ordinal).Select(Model),
        Room("Memory", "The most at once, without the processes that read files.", s => s.Max(x => x.MemoryBytes)),
        Room("Free disk", "The least at once on the data folder's disk.", s => s.Min(x => x.FreeBytes)),
        Counted("Open pages", "pages", "The most at once; each open tab of a browser is one.", false, s => s.Max(x => x.Circuits)),
    ];

    private static DayFigure Counted(
        string title, string axis, string meaning, bool adds, Func<IReadOnlyList<HealthSample>, double?> figure) =>
        new(title, _ => (axis, 1), 4, meaning, adds, figure, value => value.ToString("#,0.##", CultureInfo.InvariantCulture));

    private static DayFigure Room(string title, string meaning, Func<IReadOnlyList<HealthSample>, double?> figure) =>
        new(title, top => top >= 1e9 ? ("GB", 1e9) : ("MB", 1e6), 0, meaning, false, figure, value => Words.Size((long)value));

    private static DayFigure Model(string role) => new(
        $"Model: {Roles.GetValueOrDefault(role, role)}", _ => ("ms for a picture", 1), 0,
        "The mean time of a run; the processor's other work makes it longer.", false,
        samples =>
        {
            var runs = samples.SelectMany(s => s.Models).Where(m => m.Role == role && m.Runs > 0).ToList();
            return runs.Count == 0 ? null : runs.Sum(m => m.Milliseconds) / runs.Sum(m => m.Runs);
        },
        value => string.Create(CultureInfo.InvariantCulture, $"{value:0.##} ms"));
}
