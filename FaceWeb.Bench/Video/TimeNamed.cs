namespace FaceWeb.Bench.Video;

/// <summary>How much of the time in which people are on a film is named rightly.</summary>
/// <param name="RightShare">Of the time in which somebody is shown (two people at once count twice), the share that is named so, 0 to 1.</param>
/// <param name="WrongSeconds">Seconds under a name of somebody who is not shown.</param>
/// <param name="UnnamedSeconds">Seconds of people without their name.</param>
internal sealed record TimeNamed(double RightShare, double WrongSeconds, double UnnamedSeconds)
{
    // A hundred steps a second would say no more: the truth of a drawn film is exact to a frame.
    private const double Step = 0.04;

    /// <summary>Compares.</summary>
    /// <param name="truth">Who is shown when.</param>
    /// <param name="named">Who was named when.</param>
    /// <param name="slack">Seconds around the begin and end of a true appearance in which its name is neither right nor wrong: a fade.</param>
    public static TimeNamed Of(IReadOnlyList<Appearance> truth, IReadOnlyList<Appearance> named, double slack)
    {
        double shown = 0, right = 0, wrong = 0;
        var end = truth.Concat(named).Select(a => a.End).DefaultIfEmpty().Max();
        for (var time = Step / 2; time < end; time += Step)
        {
            var there = named.Where(a => a.Start <= time && time <= a.End).Select(a => a.Name).ToHashSet();
            var sure = truth.Where(a => a.Start + slack <= time && time <= a.End - slack).Select(a => a.Name).ToHashSet();
            var possible = truth.Where(a => a.Start - slack <= time && time <= a.End + slack).Select(a => a.Name).ToHashSet();
            shown += sure.Count * Step;
            right += sure.Count(there.Contains) * Step;
            wrong += there.Count(name => !possible.Contains(name)) * Step;
        }
        return new TimeNamed(shown > 0 ? right / shown : 1, wrong, shown - right);
    }
}
