using System.Collections.Concurrent;
using System.Numerics.Tensors;
using FaceWeb.Pipeline.Classification.Normalisation;
using FaceWeb.Pipeline.Classification.Scoring;
using FaceWeb.Pipeline.Classification.Svm;
using FaceWeb.Pipeline.Classification.Training;

namespace FaceWeb.Pipeline.Classification.Report;

/// <summary>
/// Looks for confirmed faces that were probably confirmed by mistake, and for people whose faces do not look like one person. Each face
/// is compared with the mean of its person's other faces, from which the least fitting quarter is left out, so that wrong faces
/// cannot vouch for each other.
/// </summary>
internal static class SuspectFaces
{
    /// <summary>
    /// Below this corrected cosine to its person's mean a face is suspect. A mean of many faces is nearer to everyone than a single face is: the
    /// cosine of strangers to it spreads by about 0.13, of a person's own faces about 0.75 +- 0.1 (compact pack, LFW).
    /// </summary>
    private static readonly double LeastCosine = FalseAcceptRates.CosineAt(LeastRate);

    /// <summary>The share of pairs of strangers' single faces that are that much alike: gives 0.35 for the compact pack.</summary>
    private const double LeastRate = 6.3e-4;

    /// <summary>Another person must fit better by this much to be named as the likelier one.</summary>
    private const double Clearly = 0.10;

    private const int FacesBeside = 3;

    /// <summary>Finds suspect faces of people with three faces or more, the least fitting first.</summary>
    /// <param name="faces">The confirmed faces.</param>
    /// <param name="reaffirmed">Faces that a person has looked at again and found right: never suspect.</param>
    /// <param name="gallery">The same faces by person.</param>
    /// <param name="spread">How different people's corrected cosines spread.</param>
    /// <param name="normalisation">By which cosines are corrected.</param>
    /// <param name="parallelism">Threads.</param>
    /// <param name="cancel">Stops the search.</param>
    public static List<SuspectFace> Find(
        IReadOnlyList<LabelledFace> faces, IReadOnlySet<long> reaffirmed, Gallery gallery, CosineSpread spread, ScoreNormalisation? normalisation,
            int parallelism, CancellationToken cancel)
    {
        var facesOf = faces.ToLookup(face => face.PersonId);
        var dimension = gallery.Prototypes.Dimension;
        var people = faces.GroupBy(face => face.PersonId).Where(group => group.Count() >= 3)
            .Select(group => group.OrderBy(face => face.FaceId).ToArray()).ToArray();
        var found = new ConcurrentBag<SuspectFace>();
        Parallel.ForEach(people, ParallelWork.Options(parallelism, cancel), own =>
        {
            var mean = TrimmedMean(own, dimension);
            var others = NearestOthers(own, gallery, dimension);
            var levels = normalisation?.Levels(Array.ConvertAll(own, face => face.Embedding));
            var ownLevel = gallery.PrototypeLevels[gallery.IndexOf(own[0].PersonId)];
            for (var i = 0; i < own.Length; i++)
            {
                var cosine = CosineToOthers(own[i], mean, dimension);
                var fit = spread.ToCompact(normalisation?.Correct(cosine, levels![i], ownLevel) ?? cosine);
                var otherFit = spread.ToCompact(normalisation?.Correct(others[i].Cosine, levels![i], others[i].Level) ?? others[i].Cosine);
                var another = otherFit > fit + Clearly && otherFit > LeastCosine;
                if ((fit >= LeastCosine && !another) || reaffirmed.Contains(own[i].FaceId))
                    continue;
                var face = own[i];
                found.Add(new SuspectFace(face.FaceId, face.PersonId, cosine, another ? others[i].Person : null, another ? others[i].Cosine : 0)
                {
                    TypicalFaceIds = First(own.Where(other => other.FaceId != face.FaceId), other => CosineToOthers(other, mean, dimension)),
                    LikelyFaceIds = another
                        ? First(facesOf[others[i].Person], other => TensorPrimitives.Dot<float>(face.Embedding, other.Embedding)) : [],
                });
            }
        });
        return [.. found.OrderBy(suspect => suspect.Cosine - suspect.LikelyCosine).ThenBy(suspect => suspect.FaceId)];
    }

    /// <summary>What there is to say about each person, by person.</summary>
    public static List<PersonNote> Notes(
        IReadOnlyList<LabelledFace> faces, IReadOnlyList<SuspectFace> suspects, IReadOnlySet<long> reaffirmed, CosineSpread spread)
    {
        var notes = new List<PersonNote>();
        var suspectsOf = suspects.GroupBy(suspect => suspect.PersonId).ToDictionary(group => group.Key, group => group.Count());
        foreach (var group in faces.GroupBy(face => face.PersonId).OrderBy(group => group.Key))
        {
            var own = group.ToArray();
            if (own.Length < TrainedMachines.FewestFaces)
            {
                notes.Add(new PersonNote(group.Key, PersonNoteKind.TooFew, own.Length, own.Length == 1
                    ? "Only one face is confirmed: confirm a few more to make the name reliable."
                    : "Only two faces are confirmed: confirm a few more to make the name reliable."));
            }
            var contradictory = own.Length == 2
                ? !own.Any(face => reaffirmed.Contains(face.FaceId))
                    && spread.ToCompact(TensorPrimitives.Dot(own[0].Embedding, own[1].Embedding)) < LeastCosine / 2
                : suspectsOf.GetValueOrDefault(group.Key) * 4 > own.Length;
            if (contradictory)
                notes.Add(new PersonNote(
                    group.Key, PersonNoteKind.Contradictory, own.Length, "The confirmed faces do not look like one person: check them."));
            if (own.GroupBy(face => face.PhotoId).Any(photo => photo.Count() > 1))
                notes.Add(new PersonNote(group.Key, PersonNoteKind.TwiceInOnePhoto, own.Length,
                    "Two faces of one photo are confirmed as this person: one of them is probably someone else."));
        }
        return notes;
    }

    private static long[] First(IEnumerable<LabelledFace> faces, Func<LabelledFace, double> fit) =>
        [.. faces.OrderByDescending(fit).ThenBy(face => face.FaceId).Take(FacesBeside).Select(face => face.FaceId)];

    private static (float[] Sum, HashSet<long> Members) TrimmedMean(LabelledFace[] own, int dimension)
    {
        var members = own.Select(face => face.FaceId).ToHashSet();
        var sum = Sum(own, members, dimension);
        var kept = own.Length - (own.Length / 4);
        for (var round = 0; round < 3; round++)
        {
            members = own.OrderByDescending(face => CosineToOthers(face, (sum, members), dimension)).Take(kept).Select(face => face.FaceId)
                .ToHashSet();
            sum = Sum(own, members, dimension);
        }
        return (sum, members);
    }

    private static float[] Sum(LabelledFace[] own, HashSet<long> members, int dimension)
    {
        var sum = new float[dimension];
        foreach (var face in own.Where(face => members.Contains(face.FaceId)))
            TensorPrimitives.Add(sum, face.Embedding, sum);
        return sum;
    }

    private static double CosineToOthers(LabelledFace face, (float[] Sum, HashSet<long> Members) mean, int dimension)
    {
        var others = mean.Sum;
        if (mean.Members.Contains(face.FaceId))
        {
            others = new float[dimension];
            TensorPrimitives.Subtract(mean.Sum, face.Embedding, others);
        }
        var length = TensorPrimitives.Norm<float>(others);
        return length < 1e-6f ? 0 : TensorPrimitives.Dot(face.Embedding, others) / length;
    }

    private static (long Person, double Cosine, float Level)[] NearestOthers(LabelledFace[] own, Gallery gallery, int dimension)
    {
        var people = gallery.People.Length;
        var rows = EmbeddingMatrix.From(Array.ConvertAll(own, face => face.Embedding), dimension);
        var cosines = new float[own.Length * people];
        BlockedProduct.Multiply(rows, 0, own.Length, gallery.Prototypes, cosines);
        var self = gallery.IndexOf(own[0].PersonId);
        var nearest = new (long, double, float)[own.Length];
        for (var i = 0; i < own.Length; i++)
        {
            var ofFace = cosines.AsSpan(i * people, people);
            ofFace[self] = float.NegativeInfinity;
            var best = 0;
            for (var p = 1; p < people; p++)
            {
                if (ofFace[p] - (gallery.PrototypeLevels[p] / 2) > ofFace[best] - (gallery.PrototypeLevels[best] / 2))
                    best = p;
            }
            nearest[i] = (gallery.People[best], ofFace[best], gallery.PrototypeLevels[best]);
        }
        return nearest;
    }
}
