namespace FaceWeb.Health.Charts;

/// <summary>A figure that is drawn over the last day.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Axis">What stands beside the vertical axis that ends at a value, and how many of the figure's units one of its units is.</param>
/// <param name="LeastTop">The vertical axis ends at this or above: where things are counted, its marks are whole numbers.</param>
/// <param name="Meaning">What it tells, in a sentence.</param>
/// <param name="Adds">Whether the parts of the day add up; otherwise it is a level.</param>
/// <param name="Of">The figure of the samples of one part of the day, at least one; null where they do not tell.</param>
/// <param name="Say">Its number in words, with its unit.</param>
public sealed record DayFigure(
    string Title, Func<double, (string Unit, double Size)> Axis, double LeastTop, string Meaning, bool Adds,
    Func<IReadOnlyList<HealthSample>, double?> Of, Func<double, string> Say);
