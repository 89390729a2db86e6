namespace FaceWeb.Pipeline.Classification.Calibration;

/// <summary>
/// How often even the surest name is wrong. Evidence alone would let a probability come as near to 1 as one likes; but some confirmed faces bear
/// a wrong name and some relatives are one face to the network, and a face like those is taken for the other with all the evidence one
/// could wish. On the families set 3 % of the names said with more than 90 % are, nearly all of them within a family.
/// </summary>
internal static class NameErrors
{
    /// <summary>
    /// Faces that count as surely right before any is seen, so that one wrong name of a small library does not take much from all others.
    /// </summary>
    private const double RightBefore = 20;

    /// <summary>Not below this share: a library in which one in four of the surest names is wrong has to be looked through.</summary>
    private const double Least = 0.75;

    /// <summary>Nothing speaks against a name that evidence alone makes so probable.</summary>
    private const double Surest = 0.98;

    /// <summary>
    /// The share of right names where nothing speaks against them. Set on half 1 of the families: the surest half of the names, or all beyond 0.9,
    /// 0.97 or 0.99, give a calibration error within 0.002 of this one's.
    /// </summary>
    /// <param name="first">
    /// For each face whose person is known the probability that evidence alone gives to the first name and whether it is right, cross-validated.
    /// Faces of people who are not known are not among them: in cross-validation whole people are left out, and whoever bears their name
    /// wrongly would count twice.
    /// </param>
    /// <returns>0.75 to 1.</returns>
    public static double Ceiling(IReadOnlyCollection<(double Probability, bool Right)> first)
    {
        var sure = first.Where(name => name.Probability >= Surest).ToArray();
        return Math.Max(Least, (sure.Count(name => name.Right) + RightBefore) / (sure.Length + RightBefore));
    }
}
