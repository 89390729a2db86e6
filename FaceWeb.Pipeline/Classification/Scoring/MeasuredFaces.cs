using FaceWeb.Pipeline.Classification.Training;

namespace FaceWeb.Pipeline.Classification.Scoring;

/// <summary>On which faces a classifier's figures were measured: kept with it, to tell how much has changed since.</summary>
/// <param name="OfPeople">The ids of each person's confirmed faces, ascending.</param>
/// <param name="Ignored">How many ignored faces there were, 0 or more.</param>
internal sealed record MeasuredFaces(IReadOnlyDictionary<long, long[]> OfPeople, int Ignored)
{
    /// <summary>Up to this share of changed faces the figures are still taken as measured.</summary>
    private const double FewChanges = 0.01;

    /// <summary>The same for the number of ignored faces, which are only part of the strangers.</summary>
    private const double FewChangesOfIgnored = 0.1;

    /// <summary>The faces of a training set.</summary>
    public static MeasuredFaces Of(TrainingSet set) => new(
        set.Faces.GroupBy(face => face.PersonId).ToDictionary(group => group.Key, group => group.Select(face => face.FaceId).Order().ToArray()),
        set.Ignored.Count);

    /// <summary>
    /// Whether what was measured on these faces still holds for others: nobody came or went; the faces added, plus those taken away, are at
    /// most one in a hundred (one that changed hands is both); and the number of ignored faces is within a tenth.
    /// </summary>
    public bool HoldsFor(MeasuredFaces now)
    {
        if (now.OfPeople.Count != OfPeople.Count || Math.Abs(now.Ignored - Ignored) > FewChangesOfIgnored * Ignored)
            return false;
        var changed = 0;
        foreach (var (person, faces) in now.OfPeople)
        {
            if (!OfPeople.TryGetValue(person, out var then))
                return false;
            changed += faces.Length + then.Length - (2 * faces.Intersect(then).Count());
        }
        return changed <= FewChanges * OfPeople.Values.Sum(faces => faces.Length);
    }

    /// <summary>Writes the faces: ids as the difference to the one before, in as few bytes as it needs.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(OfPeople.Count);
        foreach (var (person, faces) in OfPeople.OrderBy(entry => entry.Key))
        {
            writer.Write(person);
            writer.Write(faces.Length);
            var last = 0L;
            foreach (var face in faces)
            {
                writer.Write7BitEncodedInt64(face - last);
                last = face;
            }
        }
        writer.Write(Ignored);
    }

    /// <summary>Reads what <see cref="Write"/> wrote, after the number of people.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="people">The number of people.</param>
    public static MeasuredFaces Read(BinaryReader reader, int people)
    {
        var ofPeople = new Dictionary<long, long[]>();
        for (; people > 0; people--)
        {
            var person = reader.ReadInt64();
            var faces = new long[reader.ReadInt32()];
            var last = 0L;
            foreach (ref var face in faces.AsSpan())
                face = last += reader.Read7BitEncodedInt64();
            ofPeople.Add(person, faces);
        }
        return new MeasuredFaces(ofPeople, reader.ReadInt32());
    }
}
