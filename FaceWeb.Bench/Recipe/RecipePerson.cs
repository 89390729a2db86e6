namespace FaceWeb.Bench.Recipe;

/// <summary>The photos of one person.</summary>
/// <param name="Learn">To learn from.</param>
/// <param name="Probes">To be named.</param>
internal sealed record RecipePerson(IReadOnlyList<string> Learn, IReadOnlyList<string> Probes);
