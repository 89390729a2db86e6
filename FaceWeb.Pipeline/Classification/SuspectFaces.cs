using System.Numerics.Tensors;

namespace FaceWeb.Pipeline.Classification;

/// <summary>
/// Looks for confirmed faces that were probably confirmed by mistake, and for people whose faces do not look like one person. Each face
/// is compared with the mean of its person's other faces, from which the least fitting quarter is left out, so that wrong faces
/// cannot vouch for each other.
/// </summary>
internal static class SuspectFaces
{
    /// <summary>
    /// Below this cosine to its person's mean a face is suspect. A mean of many faces is nearer to everyone than a single face is: the
    /// cosine of strangers to it spreads by about 0.13, of a person's own faces about 0.75 +- 0.1 (compact pack, LFW).
    /// </summary>
    private const double LeastCosine = 0.35;

    /// <summary>Another person must fit better by this much to be named as the likelier one.</summary>
    private const double Clearly = 0.10;

    /// <summary>Finds suspect faces of people with three faces or more, the least fitting first.</summary>
    public static List<SuspectFace> Find(IReadOnlyList<LabelledFace> faces, Gallery gallery, CosineSpread spread)
    {
        var dimension = gallery.Prototypes.Dimension;
        var suspects = new List<SuspectFace>();
        foreach (var group in faces.GroupBy(face => face.PersonId).OrderBy(group => group.Key))
        {
            var own = group.OrderBy(face => face.FaceId).ToArray();
            if (own.Length < 3)
                continue;
            var mean = TrimmedMean(own, dimension);
            foreach (var face in own)
            {
                var cosine = CosineToOthers(face, mean, dimension);
                var (likely, likelyCosine) = NearestOther(face, gallery);
                var fit = spread.ToCompact(cosine);
                var otherFit = spread.ToCompact(likelyCosine);
                var another = otherFit > fit + Clearly && otherFit > LeastCosine;
                if (fit < LeastCosine || another)
                    suspects.Add(new SuspectFace(face.FaceId, face.PersonId, cosine, another ? likely : null, another ? likelyCosine : 0));
            }
        }
        return [.. suspects.OrderBy(suspect => suspect.Cosine - suspect.LikelyCosine)];
    }

    /// <summary>What there is to say about each person, by person.</summary>
    public static List<PersonNote> Notes(IReadOnlyList<LabelledFace> faces, IReadOnlyList<SuspectFace> suspects, CosineSpread spread)
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
                ? spread.ToCompact(TensorPrimitives.Dot(own[0].Embedding, own[1].Embedding)) < LeastCosine / 2
                : suspectsOf.GetValueOrDefault(group.Key) * 4 > own.Length;
            if (contradictory)
                notes.Add(new PersonNote(group.Key, PersonNoteKind.Contradictory, own.Length, "The confirmed faces do not look like one person: check them."));
            if (own.GroupBy(face => face.PhotoId).Any(photo => photo.Count() > 1))
                notes.Add(new PersonNote(group.Key, PersonNoteKind.TwiceInOnePhoto, own.Length, "Two faces of one photo are confirmed as this person: one of them is probably someone else."));
        }
        return notes;
    }

    private static (float[] Sum, HashSet<long> Members) TrimmedMean(LabelledFace[] own, int dimension)
    {
        var members = own.Select(face => face.FaceId).ToHashSet();
        var sum = Sum(own, members, dimension);
        var kept = own.Length - (own.Length / 4);
        for (var round = 0; round < 3; round++)
        {
            members = own.OrderByDescending(face => CosineToOthers(face, (sum, members), dimension)).Take(kept).Select(face => face.FaceId).ToHashSet();
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

    private static (long Person, double Cosine) NearestOther(LabelledFace face, Gallery gallery)
    {
        var (person, best) = (0L, double.NegativeInfinity);
        for (var p = 0; p < gallery.People.Length; p++)
        {
            if (gallery.People[p] == face.PersonId)
                continue;
            var cosine = TensorPrimitives.Dot(face.Embedding, gallery.Prototypes.Row(p)[..face.Embedding.Length]);
            if (cosine > best)
                (person, best) = (gallery.People[p], cosine);
        }
        return (person, best);
    }
}
