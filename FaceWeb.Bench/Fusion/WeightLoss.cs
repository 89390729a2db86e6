namespace FaceWeb.Bench.Fusion;

/// <summary>How well a weight does.</summary>
/// <param name="Weight">The second pack's share, 0 to 1.</param>
/// <param name="Loss">See <see cref="PairLoss"/>.</param>
/// <param name="StandardErrors">By how many standard errors the loss is above the least one.</param>
public sealed record WeightLoss(double Weight, double Loss, double StandardErrors);
