namespace FaceWeb.Bench.Recipe;

/// <summary>What naming faces by a linear SVM alone came to.</summary>
/// <param name="People">How many people it knows.</param>
/// <param name="Probes">Photos to be named.</param>
/// <param name="Found">Those on which a face was found in the middle.</param>
/// <param name="Right">Those with the right name first.</param>
internal sealed record RecipeNames(int People, int Probes, int Found, int Right)
{
    /// <summary>Right ones of all; a face that is not found counts as wrong.</summary>
    public double Rank1 => (double)Right / Probes;

    /// <summary>Right ones of those with a face.</summary>
    public double Rank1OfFound => (double)Right / Math.Max(1, Found);
}
