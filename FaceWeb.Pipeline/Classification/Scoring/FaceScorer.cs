using FaceWeb.Pipeline.Classification.Normalisation;
using FaceWeb.Pipeline.Classification.Svm;
using FaceWeb.Pipeline.Classification.Training;

namespace FaceWeb.Pipeline.Classification.Scoring;

/// <summary>Compares faces with a gallery and its hyperplanes and collects the evidence for the few people that come into question.</summary>
internal sealed class FaceScorer
{
    private const int Shortlist = 6;

    /// <summary>
    /// Who is farther behind the nearest person than this (cosine to the prototype, the compact pack's spread) is not looked at more
    /// closely: the calibration's weights make the first one e^5 times likelier.
    /// </summary>
    private const double FarBehind = 0.3;

    private readonly Gallery gallery;
    private readonly LinearMachines? machines;
    private readonly int[] machineOf;
    private readonly CosineSpread spread;
    private readonly ScoreNormalisation? normalisation;
    private readonly float logPeople;

    /// <summary>Prepares to score.</summary>
    /// <param name="gallery">The people.</param>
    /// <param name="machines">Hyperplanes, or null where there are none.</param>
    /// <param name="spread">How different people's corrected cosines spread.</param>
    /// <param name="normalisation">By which cosines are corrected, as they were for the gallery's levels; null for cosines as they are.</param>
    /// <param name="knownPeople">How many people are known; null for those of the gallery.</param>
    public FaceScorer(
        Gallery gallery, TrainedMachines? machines, CosineSpread spread, ScoreNormalisation? normalisation, int? knownPeople = null)
    {
        this.normalisation = normalisation;
        logPeople = (float)Math.Log10(Math.Max(1, knownPeople ?? gallery.People.Length));
        this.spread = spread;
        this.gallery = gallery;
        this.machines = machines?.Machines;
        var rowOf = (machines?.People ?? []).Index().ToDictionary(p => p.Item, p => p.Index);
        machineOf = gallery.People.Select(person => rowOf.GetValueOrDefault(person, -1)).ToArray();
    }

    /// <summary>
    /// Scores a block of rows: for each the shortlisted people in no fixed order.
    /// </summary>
    /// <param name="faces">Faces, one a row.</param>
    /// <param name="start">First row.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="excluded">People (their ids) that the face of a row cannot be, or null.</param>
    /// <param name="scored">Called for each row.</param>
    public void Score(
        EmbeddingMatrix faces, int start, int count, Func<int, IReadOnlyCollection<long>?>? excluded, Action<int, List<Evidence>> scored)
    {
        var people = this.gallery.People.Length;
        var cosines = new float[count * people];
        BlockedProduct.Multiply(faces, start, count, this.gallery.Prototypes, cosines);
        var levels = this.normalisation?.Levels(faces, start, count) ?? new float[count];
        Span<int> candidates = stackalloc int[Shortlist];
        for (var i = 0; i < count; i++)
        {
            var row = start + i;
            var face = faces.Row(row);
            var ofFace = cosines.AsSpan(i * people, people);
            Correct(ofFace, levels[i]);
            var found = TakeShortlist(ofFace, excluded?.Invoke(row), candidates);
            scored(row, Compare(face, levels[i], ofFace, candidates[..found]));
        }
    }

    /// <summary>Scores one face for the people that come into question and for some who are asked about in any case.</summary>
    /// <param name="face">One row.</param>
    /// <param name="excluded">People (their ids) that the face cannot be, or null.</param>
    /// <param name="also">People (their ids) to score though they are far behind; those whom the gallery does not know are left out.</param>
    /// <returns>What speaks for each, and how many of them, from the first, come into question.</returns>
    public (List<Evidence> Evidence, int InQuestion) Explain(EmbeddingMatrix face, IReadOnlyCollection<long>? excluded, IReadOnlyCollection<long> also)
    {
        var cosines = new float[this.gallery.People.Length];
        BlockedProduct.Multiply(face, 0, 1, this.gallery.Prototypes, cosines);
        var level = this.normalisation?.Levels(face, 0, 1)[0] ?? 0;
        Correct(cosines, level);
        Span<int> candidates = stackalloc int[Shortlist];
        var found = TakeShortlist(cosines, excluded, candidates);
        var asked = also.Select(this.gallery.IndexOf).Where(index => index >= 0 && !float.IsNegativeInfinity(cosines[index]));
        return (Compare(face.Row(0), level, cosines, [.. candidates[..found].ToArray().Union(asked)]), found);
    }

    /// <summary>The SVM margin of one face to a person (by index), not bounded; null where the person has no hyperplane.</summary>
    public float? Margin(int person, ReadOnlySpan<float> face) =>
        machineOf[person] is >= 0 and var machine ? this.machines!.Margin(machine, face) : null;

    private void Correct(Span<float> cosines, float level)
    {
        if (this.normalisation is null)
            return;
        var shift = (float)this.normalisation.Correct(0, level, 0);
        for (var p = 0; p < cosines.Length; p++)
            cosines[p] += shift - (this.gallery.PrototypeLevels[p] / 2);
    }

    private int TakeShortlist(Span<float> cosines, IReadOnlyCollection<long>? excluded, Span<int> candidates)
    {
        foreach (var person in excluded ?? [])
        {
            if (this.gallery.IndexOf(person) is >= 0 and var index)
                cosines[index] = float.NegativeInfinity;
        }
        var found = TakeGreatest(cosines, candidates);
        // The second stays in any case: the gap to it is evidence.
        while (found > 2 && (cosines[candidates[0]] - cosines[candidates[found - 1]]) * this.spread.ToCompactScale > FarBehind)
            found--;
        return found;
    }

    private List<Evidence> Compare(ReadOnlySpan<float> face, float faceLevel, ReadOnlySpan<float> cosines, ReadOnlySpan<int> candidates)
    {
        var evidence = new List<Evidence>(candidates.Length);
        Span<float> level = stackalloc float[candidates.Length];
        for (var c = 0; c < candidates.Length; c++)
        {
            var person = candidates[c];
            var (nearest, nearestMean) = this.gallery.CosinesTo(person, face);
            var machine = machineOf[person];
            var margin = machine < 0 ? float.NaN : Math.Clamp(this.machines!.Margin(machine, face), -3, 3);
            var toPrototype = (float)this.spread.ToCompact(cosines[person]);
            var toNearest = (float)this.spread.ToCompact(
                this.normalisation?.Correct(nearestMean, faceLevel, this.gallery.FaceLevels[person]) ?? nearestMean);
            level[c] = (toPrototype + toNearest) / 2;
            evidence.Add(new Evidence(person, toPrototype, toNearest, 0, margin, nearest)
            {
                People = logPeople,
                Level = this.normalisation is null ? 0 : (float)((faceLevel - this.normalisation.ReferenceLevel) * this.spread.ToCompactScale),
            });
        }
        for (var c = 0; c < candidates.Length; c++)
        {
            // Alone in the album, a person is compared with the mean of strangers, whose cosine is about 0.
            var other = candidates.Length == 1 ? 0 : float.NegativeInfinity;
            for (var o = 0; o < candidates.Length; o++)
            {
                if (o != c)
                    other = Math.Max(other, level[o]);
            }
            evidence[c] = evidence[c] with { Gap = Math.Clamp(level[c] - other, -0.3f, 0.3f) };
        }
        return evidence;
    }

    private static int TakeGreatest(ReadOnlySpan<float> values, Span<int> greatest)
    {
        var found = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (float.IsNegativeInfinity(values[i]) || (found == greatest.Length && values[i] <= values[greatest[^1]]))
                continue;
            var at = found < greatest.Length ? found++ : found - 1;
            while (at > 0 && values[greatest[at - 1]] < values[i])
            {
                greatest[at] = greatest[at - 1];
                at--;
            }
            greatest[at] = i;
        }
        return found;
    }
}
