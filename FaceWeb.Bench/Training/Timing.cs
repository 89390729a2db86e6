namespace FaceWeb.Bench.Training;

/// <summary>How long something took.</summary>
/// <param name="Seconds">By the clock.</param>
/// <param name="ProcessorSeconds">
/// Of the processor, all threads together: on a machine that is busy with other things it says more than the clock.
/// </param>
public sealed record Timing(double Seconds, double ProcessorSeconds);
