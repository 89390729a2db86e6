using FaceWeb.Pipeline.Classification.Normalisation;
using FaceWeb.Pipeline.Embedding;

namespace FaceWeb.Bench.Families;

/// <summary>Libraries of few people, drawn from a set: whole families until there are so many people, each with at most 20 photos.</summary>
internal static class SmallLibraries
{
    private const int MostFaces = 20;

    /// <summary>Draws libraries and measures all their pairs together, none between two libraries.</summary>
    /// <param name="faces">The set.</param>
    /// <param name="model">What measured the faces.</param>
    /// <param name="isKin">Whether two people are parent and child or siblings.</param>
    /// <param name="people">People of a library.</param>
    /// <param name="draws">How many libraries.</param>
    /// <param name="least">The cosine of the default setting's rate.</param>
    public static object Measure(
        IReadOnlyList<FamilyFace> faces, RecognitionModel model, Func<string, string, bool> isKin, int people, int draws, double least)
    {
        var libraries = Enumerable.Range(1, draws).Select(seed => Draw(faces, people, new Random(seed))).ToArray();
        var corrected = libraries.Select(library => (library, (ScoreNormalisation?)Normalisation(library)));
        return new
        {
            people,
            libraries = draws,
            facesOfLibrary = libraries.Average(library => library.Count),
            plain = Figures(new PairScores(libraries.Select(library => (library, (ScoreNormalisation?)null)), isKin), least),
            used = Figures(new PairScores(corrected, isKin), least),
        };

        ScoreNormalisation Normalisation(IReadOnlyList<FamilyFace> library) => LibraryCohort.Of(
            library.Select((face, i) => ((long)i, face.Face.Embedding)), model.Dimension, model.Name, model.Spread).Normalisation();
    }

    private static object Figures(PairScores pairs, double least) => new
    {
        trueAccept1e2 = pairs.TrueAcceptAmongStrangers(1e-2),
        trueAccept1e3 = pairs.TrueAcceptAmongStrangers(1e-3),
        relativesTrueAccept1e2 = pairs.TrueAcceptAmongRelatives(1e-2),
        trueAcceptDefault = pairs.TrueAccepts(least),
        falseAcceptDefault = pairs.FalseAccepts(least),
        samePairs = pairs.Same,
        relativePairs = pairs.Relatives,
        strangerPairs = pairs.Strangers,
    };

    private static IReadOnlyList<FamilyFace> Draw(IReadOnlyList<FamilyFace> faces, int people, Random random)
    {
        var families = faces.GroupBy(face => face.Family).OrderBy(family => family.Key, StringComparer.Ordinal).ToArray();
        random.Shuffle(families);
        return [.. families.SelectMany(family => family.GroupBy(face => face.Face.Person)).Where(person => person.Count() > 1).Take(people)
            .SelectMany(person =>
            {
                var own = person.ToArray();
                random.Shuffle(own);
                return own.Take(MostFaces);
            })];
    }
}
