using FaceWeb.Pipeline.Classification.Scoring;
using FaceWeb.Pipeline.Classification.Svm;

namespace FaceWeb.Pipeline.Classification.Training;

/// <summary>
/// Scores faces by classifiers that have not seen them. The people are cut into folds, and the faces of each person into the other
/// folds: the classifier of a fold does not know the fold's people at all, so that their faces play the strangers of an open set, and
/// misses the fold's faces of all other people. Each face is thus scored once as a stranger and (unless its person has no other)
/// once as a known face, and ignored faces once as strangers, never by a classifier that used them as negatives. Faces with the very
/// same numbers (one photo in two albums) share a fold: a copy would give the answer away.
/// </summary>
internal sealed class CrossValidation
{
    private const int Folds = 5;
    private readonly TrainingSet set;
    private readonly int[] personFold;
    private readonly int[] faceFold;
    private readonly int[] ignoredFold;
    private readonly int folds;

    /// <summary>Cuts the folds.</summary>
    public CrossValidation(TrainingSet set, int seed)
    {
        this.set = set;
        var random = new Random(seed);
        var people = set.Faces.GroupBy(face => face.PersonId).OrderBy(group => group.Key).Select(group => group.Key).ToArray();
        random.Shuffle(people);
        folds = Folds;
        var foldOf = people.Index().ToDictionary(p => p.Item, p => people.Length == 1 ? -1 : p.Index % folds);
        personFold = set.Faces.Select(face => foldOf[face.PersonId]).ToArray();
        faceFold = new int[set.Faces.Count];
        foreach (var group in set.Faces.Index().GroupBy(face => face.Item.PersonId).OrderBy(group => group.Key))
        {
            var faces = group.GroupBy(face => SupportVectors.KeyOf(face.Item.Embedding), (_, copies) => copies.Select(face => face.Index).ToArray())
                .ToArray();
            random.Shuffle(faces);
            var own = foldOf[group.Key];
            var start = random.Next(folds);
            for (var i = 0; i < faces.Length; i++)
            {
                // Of the folds other than the person's own, the i-th from a random start; an only face stays in all galleries.
                var fold = own < 0 ? (start + i) % folds : (own + 1 + ((start + i) % (folds - 1))) % folds;
                foreach (var copy in faces[i])
                    faceFold[copy] = faces.Length == 1 ? -1 : fold;
            }
        }
        ignoredFold = new int[set.Ignored.Count];
        foreach (var (different, copies) in set.Ignored.Index().GroupBy(ignored => SupportVectors.KeyOf(ignored.Item)).Index())
        {
            foreach (var (copy, _) in copies)
                ignoredFold[copy] = different % folds;
        }
    }

    /// <summary>Trains and scores fold by fold.</summary>
    public List<ScoredFace> Run(SvmOptions options, CancellationToken cancel)
    {
        var scored = new List<ScoredFace>();
        for (var fold = 0; fold < folds; fold++)
        {
            cancel.ThrowIfCancellationRequested();
            var known = new List<LabelledFace>();
            var probes = new List<(LabelledFace? Face, float[] Embedding, bool IsStranger)>();
            for (var i = 0; i < this.set.Faces.Count; i++)
            {
                var face = this.set.Faces[i];
                if (personFold[i] == fold)
                    probes.Add((face, face.Embedding, true));
                else if (faceFold[i] == fold)
                    probes.Add((face, face.Embedding, false));
                else
                    known.Add(face);
            }
            var negatives = new List<float[]>(this.set.Strangers);
            for (var i = 0; i < this.set.Ignored.Count; i++)
            {
                if (ignoredFold[i] == fold)
                    probes.Add((null, this.set.Ignored[i], true));
                else
                    negatives.Add(this.set.Ignored[i]);
            }
            if (known.Count == 0 || probes.Count == 0)
                continue;
            // A face that was corrected is a rejection too: neither a probe nor a copy of it must be among the negatives that it is scored by.
            var scoredHere = probes.Select(probe => SupportVectors.KeyOf(probe.Embedding)).ToHashSet();
            var rejections = this.set.Rejections.Where(rejection => !scoredHere.Contains(SupportVectors.KeyOf(rejection.Embedding))).ToArray();
            negatives.RemoveAll(negative => scoredHere.Contains(SupportVectors.KeyOf(negative)));
            var knownIds = this.set.FurtherSights.Count == 0 ? [] : known.Select(face => face.FaceId).ToHashSet();
            var machines = TrainedMachines.Train(
                known, negatives, rejections, this.set.Dimension, options, null, cancel,
                furtherSights: [.. this.set.FurtherSights.Where(sight => knownIds.Contains(sight.FaceId))]);
            var gallery = Gallery.Build(known, this.set.Dimension).Normalise(this.set.Normalisation);
            var scorer = new FaceScorer(gallery, machines, this.set.Spread, this.set.Normalisation);
            var matrix = EmbeddingMatrix.From(probes.ConvertAll(probe => probe.Embedding), this.set.Dimension);
            var ofFold = new ScoredFace[probes.Count];
            var blocks = (probes.Count + BlockedProduct.BlockRows - 1) / BlockedProduct.BlockRows;
            Parallel.For(0, blocks, ParallelWork.Options(options.Parallelism, cancel), block =>
            {
                var start = block * BlockedProduct.BlockRows;
                var count = Math.Min(BlockedProduct.BlockRows, probes.Count - start);
                scorer.Score(matrix, start, count, null, (row, evidence) => ofFold[row] = new ScoredFace(
                    probes[row].Face,
                    probes[row].IsStranger,
                    evidence.ConvertAll(e => gallery.People[e.Person]),
                    evidence));
            });
            scored.AddRange(ofFold);
        }
        return scored;
    }
}
