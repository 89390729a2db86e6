using FaceWeb.Pipeline.Classification.Calibration;
using FaceWeb.Pipeline.Classification.Normalisation;
using FaceWeb.Pipeline.Classification.Report;
using FaceWeb.Pipeline.Classification.Svm;
using FaceWeb.Pipeline.Classification.Training;

namespace FaceWeb.Pipeline.Classification.Scoring;

/// <summary>Says who a face may be. It never changes and may be used by many threads at once.</summary>
public sealed class TrainedClassifier
{
    private const int BatchRows = BlockedProduct.BlockRows;

    /// <summary>Less probable than this, a name is not worth showing beside a likelier one.</summary>
    private const double LeastBeside = 0.1;
    private readonly FaceScorer scorer;
    private readonly int knownPeople;

    internal TrainedClassifier(
        string model,
        int dimension,
        Gallery gallery,
        TrainedMachines? machines,
        CosineSpread spread,
        EvidenceCalibration calibration,
        SuggestionThresholds thresholds,
        MeasuredFaces? measured,
        TrainingReport? report,
        ScoreNormalisation? normalisation,
        int? knownPeople = null)
    {
        Normalisation = normalisation;
        Model = model;
        Dimension = dimension;
        Gallery = gallery.Normalise(normalisation);
        Machines = machines;
        Spread = spread;
        Calibration = calibration;
        SuggestThreshold = thresholds.Suggest;
        SureThreshold = thresholds.Sure;
        Measured = measured;
        Report = report;
        this.knownPeople = knownPeople ?? gallery.People.Length;
        scorer = new FaceScorer(Gallery, machines, spread, Normalisation, this.knownPeople);
    }

    /// <summary>Length of the embeddings that it takes.</summary>
    public int Dimension { get; }

    /// <summary>Name of the embedding model that measured its faces.</summary>
    public string Model { get; }

    /// <summary>How probable the first name must be, rather than nobody known, for names to be suggested, 0 to 1.</summary>
    public double SuggestThreshold { get; }

    /// <summary>The least probability at which a name is sure, 0 to 1, not below <see cref="SuggestThreshold"/>.</summary>
    public double SureThreshold { get; }

    /// <summary>What the training found out; null for an <see cref="Untrained"/> classifier.</summary>
    public TrainingReport? Report { get; }

    /// <summary>By which its cosines are corrected; null for a classifier that an older version saved.</summary>
    public ScoreNormalisation? Normalisation { get; }

    /// <summary>No name is more probable than this, above 0 and at most 1: in cross-validation so many of the surest names were right.</summary>
    public double Ceiling => Calibration.Ceiling;

    /// <summary>The people it can name.</summary>
    public IReadOnlyList<long> People => Gallery.People;

    internal Gallery Gallery { get; }

    internal TrainedMachines? Machines { get; }

    internal CosineSpread Spread { get; }

    internal EvidenceCalibration Calibration { get; }

    /// <summary>The faces that the calibration was validated on; null when it was not, or an older version did not keep them.</summary>
    internal MeasuredFaces? Measured { get; }

    /// <summary>
    /// A classifier for the time before the first training: nearest confirmed faces, with a calibration and thresholds that follow from
    /// the cosines at which the compact pack mistakes strangers on LFW.
    /// </summary>
    /// <param name="dimension">Length of the embeddings.</param>
    /// <param name="model">Name of the embedding model.</param>
    /// <param name="confirmed">The confirmed faces; may be empty.</param>
    /// <param name="spread">How different people's cosines spread under the model; the compact pack's when null.</param>
    /// <param name="normalisation">By which cosines are corrected; null for what the confirmed faces say of the library.</param>
    /// <exception cref="ArgumentException">A face's embedding has another length.</exception>
    public static TrainedClassifier Untrained(
        int dimension, string model, IEnumerable<LabelledFace> confirmed, CosineSpread? spread = null, ScoreNormalisation? normalisation = null)
    {
        var faces = Checked(confirmed, dimension).ToList();
        var gallery = Gallery.Build(faces, dimension);
        spread ??= CosineSpread.Compact;
        normalisation ??= LibraryCohort.Of(LibraryCohort.OneOfEach(faces), dimension, model, spread).Normalisation();
        return new TrainedClassifier(
            model, dimension, gallery, null, spread, EvidenceCalibration.Default, SuggestionThresholds.Default, null, null, normalisation);
    }

    /// <summary>
    /// The same hyperplanes and calibration with other confirmed faces as nearest neighbours: whoever was named since the training is
    /// suggested at once, and whoever was forgotten is not any more.
    /// </summary>
    /// <param name="confirmedNow">All faces confirmed at this time.</param>
    /// <exception cref="ArgumentException">A face's embedding has another length.</exception>
    public TrainedClassifier WithGallery(IEnumerable<LabelledFace> confirmedNow) =>
        With(Gallery.Build(Checked(confirmedNow, Dimension), Dimension));

    /// <summary>The same with other confirmed faces for some people: what one decision changes costs no look at all the others.</summary>
    /// <param name="changed">All confirmed faces of each person who has others now; an empty list takes the person out.</param>
    /// <exception cref="ArgumentException">A face's embedding has another length.</exception>
    public TrainedClassifier WithPeople(IReadOnlyDictionary<long, IReadOnlyList<LabelledFace>> changed)
    {
        ArgumentNullException.ThrowIfNull(changed);
        foreach (var faces in changed.Values)
            _ = Checked(faces, Dimension).Count();
        return With(Gallery.With(changed, Dimension));
    }

    /// <summary>
    /// The same hyperplanes and calibration with the confirmed faces of another classifier, cosines corrected as that one corrects them.
    /// </summary>
    /// <param name="other">One of the same model.</param>
    /// <exception cref="ArgumentException">The other one compares embeddings of another model.</exception>
    public TrainedClassifier WithFacesOf(TrainedClassifier other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Dimension != Dimension || other.Model != Model)
            throw new ArgumentException($"The faces were measured by {other.Model}, not by {Model}.", nameof(other));
        return With(other.Gallery, other.Normalisation);
    }

    /// <summary>The same faces with cosines corrected by the library as it is now.</summary>
    /// <param name="library">What the library says.</param>
    /// <returns>This classifier where it is what cosines are corrected by, or where an older version saved the classifier.</returns>
    public TrainedClassifier WithLibrary(ScoreNormalisation library) =>
        Normalisation is null || Normalisation == library ? this : With(Gallery, library, this.knownPeople);

    /// <summary>
    /// The same with a few of the people that it knows, for explaining: a stranger is still as near to someone as among all of them.
    /// </summary>
    /// <param name="confirmedNow">The faces of the people to compare with.</param>
    /// <exception cref="ArgumentException">A face's embedding has another length.</exception>
    public TrainedClassifier Among(IEnumerable<LabelledFace> confirmedNow) =>
        With(Gallery.Build(Checked(confirmedNow, Dimension), Dimension), null, this.knownPeople);

    /// <summary>The people that a face may be, surest first, as <see cref="Suggested"/> picks them; empty means unknown.</summary>
    /// <param name="embedding">The face, of unit length.</param>
    /// <param name="rejected">People that the face is known not to be.</param>
    /// <param name="most">The greatest number of suggestions, 1 or more.</param>
    /// <exception cref="ArgumentException">The embedding has another length than <see cref="Dimension"/>.</exception>
    public IReadOnlyList<PersonSuggestion> Suggest(ReadOnlySpan<float> embedding, IReadOnlyCollection<long>? rejected = null, int most = 3)
    {
        Check(embedding.Length);
        var face = new EmbeddingMatrix(1, Dimension);
        embedding.CopyTo(face.Row(0));
        IReadOnlyList<PersonSuggestion> suggestions = [];
        scorer.Score(face, 0, 1, _ => rejected, (_, evidence) => suggestions = Suggested(Ranked(evidence), most));
        return suggestions;
    }

    /// <summary>
    /// Why a face may be whom: the people that come into question, surest first, those below <see cref="SuggestThreshold"/> too, with what
    /// the probability of each is made of.
    /// </summary>
    /// <param name="embedding">The face, of unit length.</param>
    /// <param name="rejected">People that the face is known not to be; they are left out.</param>
    /// <param name="also">People to explain though they do not come into question.</param>
    /// <exception cref="ArgumentException">The embedding has another length than <see cref="Dimension"/>.</exception>
    public IReadOnlyList<PersonEvidence> Explain(
        ReadOnlySpan<float> embedding, IReadOnlyCollection<long>? rejected = null, IReadOnlyCollection<long>? also = null)
    {
        Check(embedding.Length);
        var face = new EmbeddingMatrix(1, Dimension);
        embedding.CopyTo(face.Row(0));
        var explained = new List<PersonEvidence>();
        var (all, inQuestion) = scorer.Explain(face, rejected, also ?? []);
        foreach (var (evidence, probability) in all.Zip(Calibration.Probabilities(all, inQuestion)))
        {
            explained.Add(new PersonEvidence(
                Gallery.People[evidence.Person],
                Gallery.FaceCounts[evidence.Person],
                evidence.Nearest,
                scorer.Margin(evidence.Person, face.Row(0)),
                Calibration.Terms(evidence),
                probability));
        }
        return [.. explained.OrderByDescending(person => person.Probability).ThenBy(person => person.PersonId)];
    }

    /// <summary>As <see cref="Suggest"/> for many faces, in batches on all cores.</summary>
    /// <param name="embeddings">The faces, each of unit length.</param>
    /// <param name="found">Called once for each face, from several threads and in no fixed order, with its index and suggestions.</param>
    /// <param name="rejected">The people that a face, given by its index, is known not to be; null where there are none.</param>
    /// <param name="most">The greatest number of suggestions for a face, 1 or more.</param>
    /// <param name="parallelism">Threads, 1 or more; all cores when null.</param>
    /// <param name="cancel">Stops between two batches.</param>
    /// <exception cref="ArgumentException">An embedding has another length than <see cref="Dimension"/>.</exception>
    public void SuggestMany(
        IReadOnlyList<float[]> embeddings,
        Action<int, IReadOnlyList<PersonSuggestion>> found,
        Func<int, IReadOnlyCollection<long>?>? rejected = null,
        int most = 3,
        int? parallelism = null,
        CancellationToken cancel = default) =>
        RankMany(embeddings, (row, ranked) => found(row, Suggested(ranked, most)), rejected, parallelism, cancel);

    /// <summary>All people who come into question for each of many faces, unlikely ones too, surest first, in batches on all cores.</summary>
    /// <param name="embeddings">The faces, each of unit length.</param>
    /// <param name="found">Called once for each face, from several threads and in no fixed order, with its index and its candidates.</param>
    /// <param name="rejected">The people that a face, given by its index, is known not to be; null where there are none.</param>
    /// <param name="parallelism">Threads, 1 or more; all cores when null.</param>
    /// <param name="cancel">Stops between two batches.</param>
    /// <exception cref="ArgumentException">An embedding has another length than <see cref="Dimension"/>.</exception>
    public void RankMany(
        IReadOnlyList<float[]> embeddings,
        Action<int, IReadOnlyList<PersonSuggestion>> found,
        Func<int, IReadOnlyCollection<long>?>? rejected = null,
        int? parallelism = null,
        CancellationToken cancel = default)
    {
        var options = ParallelWork.Options(parallelism, cancel);
        var batches = (embeddings.Count + BatchRows - 1) / BatchRows;
        Parallel.For(0, batches, options, () => new EmbeddingMatrix(BatchRows, Dimension), (batch, _, faces) =>
        {
            var start = batch * BatchRows;
            var count = Math.Min(BatchRows, embeddings.Count - start);
            for (var i = 0; i < count; i++)
            {
                Check(embeddings[start + i].Length);
                embeddings[start + i].CopyTo(faces.Row(i));
            }
            scorer.Score(faces, 0, count, rejected is null ? null : row => rejected(start + row), (row, evidence) => found(start + row, Ranked(evidence)));
            return faces;
        }, _ => { });
    }

    /// <summary>
    /// Which of a face's candidates are worth a suggestion: none where the face is less likely than <see cref="SuggestThreshold"/> to be the first
    /// rather than nobody known; else the first, and those beside it who are not too unlikely. So a face that is one of two brothers is suggested
    /// as either, each with his share.
    /// </summary>
    /// <param name="candidates">Surest first, each with its probability; together at most 1.</param>
    /// <param name="most">The greatest number of suggestions, 1 or more.</param>
    public IReadOnlyList<PersonSuggestion> Suggested(IReadOnlyList<PersonSuggestion> candidates, int most = 3)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        if (candidates.Count == 0 || FirstOrNobody(candidates) < SuggestThreshold)
            return [];
        var least = Math.Min(LeastBeside, SuggestThreshold);
        return [.. candidates.Where((candidate, i) => i == 0 || candidate.Probability >= least).Take(most)];
    }

    /// <summary>How probable it is that a face is the first of its candidates rather than nobody known, 0 to 1; 0 without candidates.</summary>
    /// <param name="candidates">All of them, surest first, each with its probability.</param>
    public double FirstOrNobody(IEnumerable<PersonSuggestion> candidates) =>
        Calibration.FirstOrNobody([.. candidates.Select(candidate => candidate.Probability)]);

    /// <summary>Writes the classifier, report included.</summary>
    public byte[] Save() => ClassifierFormat.Write(this);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a classifier, or of a format that this version does not read.</exception>
    public static TrainedClassifier Load(ReadOnlySpan<byte> saved) => ClassifierFormat.Read(saved);

    // One that an older version saved weighs cosines as they are: it never gets a normalisation.
    private TrainedClassifier With(Gallery gallery, ScoreNormalisation? library = null, int? known = null) =>
        new(Model, Dimension, gallery, Machines, Spread, Calibration, new SuggestionThresholds(SuggestThreshold, SureThreshold), Measured, Report,
            Normalisation is null ? null : library ?? Normalisation, known);

    private List<PersonSuggestion> Ranked(List<Evidence> evidence)
    {
        var probabilities = Calibration.Probabilities(evidence);
        var ranked = new List<PersonSuggestion>(evidence.Count);
        foreach (var (candidate, probability) in evidence.Zip(probabilities))
            ranked.Add(new PersonSuggestion(Gallery.People[candidate.Person], probability, candidate.Margin, candidate.Nearest));
        ranked.Sort((a, b) => a.Probability != b.Probability ? b.Probability.CompareTo(a.Probability) : a.PersonId.CompareTo(b.PersonId));
        return ranked;
    }

    private void Check(int length)
    {
        if (length != Dimension)
            throw new ArgumentException($"The face has {length} measurements, but this classifier was trained on faces with {Dimension} ({Model}).");
    }

    private static IEnumerable<LabelledFace> Checked(IEnumerable<LabelledFace> faces, int dimension)
    {
        foreach (var face in faces)
        {
            if (face.Embedding.Length != dimension)
                throw new ArgumentException($"Face {face.FaceId} has {face.Embedding.Length} measurements instead of {dimension}: it was measured by "
                    + $"another model.", nameof(faces));
            yield return face;
        }
    }
}
