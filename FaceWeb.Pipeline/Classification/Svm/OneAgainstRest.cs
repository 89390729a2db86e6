using System.Numerics.Tensors;

namespace FaceWeb.Pipeline.Classification.Svm;

/// <summary>
/// Trains a linear SVM for each class against all other samples. A class starts with its own samples and the others nearest to it;
/// after each solution one blocked product compares all samples with all unfinished classes, and those that break the optimality
/// conditions join. A class is finished when none does, so the result is the optimum over all samples, while most samples are
/// touched only by products that run at the speed of the multipliers. (Sweeping over all 50,000 samples for each of 1,000 classes
/// would read 100 MB from memory for every sweep of every class.)
/// </summary>
internal sealed class OneAgainstRest
{
    /// <summary>The class of a sample that belongs to none and is a negative for all.</summary>
    public const int Stranger = -1;

    private const int FirstOthers = 128;

    /// <summary>
    /// A solution of before is left as it is while it is within this multiple of the tolerance (together LIBLINEAR's own, 0.1): solving it once
    /// more would move it within the tolerance, and with it every name's probability, though nothing has changed.
    /// </summary>
    private const double StillHolds = 2;

    private readonly EmbeddingMatrix samples;
    private readonly int[] classOf;
    private readonly int[][] own;
    private readonly SvmOptions options;
    private readonly float[] importance;
    private readonly float bias;

    /// <summary>Prepares a training.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="classOf">
    /// Each sample's class, 0 .. <paramref name="classes"/> - 1, or <see cref="Stranger"/>, or <see cref="OnlyAgainst"/>.
    /// </param>
    /// <param name="classes">Number of classes; each needs at least one sample.</param>
    /// <param name="options">Loss, price, bias, tolerance.</param>
    /// <param name="importance">What the price of each sample is multiplied with, above 0; null means 1.</param>
    public OneAgainstRest(EmbeddingMatrix samples, int[] classOf, int classes, SvmOptions options, float[]? importance = null)
    {
        this.samples = samples;
        this.classOf = classOf;
        this.options = options;
        bias = (float)options.Bias;
        this.importance = importance ?? Enumerable.Repeat(1f, samples.Rows).ToArray();
        this.own = new int[classes][];
        var counts = new int[classes];
        foreach (var c in classOf.Where(c => c >= 0))
            counts[c]++;
        for (var c = 0; c < classes; c++)
            this.own[c] = new int[counts[c]];
        for (var i = classOf.Length - 1; i >= 0; i--)
        {
            if (classOf[i] >= 0)
                this.own[classOf[i]][--counts[classOf[i]]] = i;
        }
    }

    /// <summary>The class of a sample that is a negative for one class and says nothing of the others.</summary>
    public static int OnlyAgainst(int index) => -2 - index;

    /// <summary>Trains all classes.</summary>
    /// <param name="warmStart">The training to begin from, or null.</param>
    /// <param name="cancel">Stops between two classes.</param>
    /// <param name="progress">Told the fraction done.</param>
    /// <param name="keepSupport">Whether the result is to hold what a later training can begin from.</param>
    public LinearMachines Train(WarmStart? warmStart, CancellationToken cancel, Action<double>? progress = null, bool keepSupport = false)
    {
        var classes = this.own.Length;
        var weights = new EmbeddingMatrix(classes, this.samples.Dimension);
        var states = new ClassState[classes];
        for (var c = 0; c < classes; c++)
        {
            var others = Math.Max(1, this.samples.Rows - this.own[c].Length);
            var own = this.options.C * Math.Pow(Math.Max(1, others / (double)this.own[c].Length), this.options.Balance);
            states[c] = new ClassState(c, this.own[c], weights, (float)own, (float)this.options.C, this.samples.Rows);
        }
        var look = new SampleScan(this.samples, this.classOf, this.importance, this.options);
        var fresh = warmStart?.Apply(states, this.samples, look.TakesPart, this.options, cancel) ?? states;
        StartFromNearest(fresh, look, cancel);
        var squaredLengths = new float[this.samples.Rows];
        for (var i = 0; i < squaredLengths.Length; i++)
            squaredLengths[i] = TensorPrimitives.SumOfSquares<float>(this.samples.Row(i)) + (bias * bias);
        var parallel = ParallelWork.Options(this.options.Parallelism, cancel);
        var solver = new DualCoordinateDescent(this.samples, squaredLengths, this.importance, this.options.Loss, bias);
        long sweeps = 0;
        var looks = 0;
        var begun = states.Except(fresh).ToArray();
        if (begun.Length > 0)
        {
            look.FindViolators(begun, cancel, StillHolds);
            Parallel.ForEach(begun.Where(state => state.Finished), parallel, state =>
                state.Finished = solver.Spread(state) <= StillHolds * this.options.Tolerance);
        }
        var open = states.Where(state => !state.Finished).ToArray();
        while (open.Length > 0)
        {
            var round = looks;
            Parallel.ForEach(open, parallel, state =>
            {
                var made = solver.Solve(state, this.options.Tolerance, this.options.MostSweeps, new Random(HashCode(state.Class, round)));
                Interlocked.Add(ref sweeps, made);
            });
            look.FindViolators(open, cancel);
            looks++;
            open = open.Where(state => !state.Finished).ToArray();
            progress?.Invoke(1 - (open.Length / (double)classes));
        }
        var biases = states.Select(state => state.BiasWeight * bias).ToArray();
        return new LinearMachines(weights, biases, states.Sum(state => state.Primal), states.Sum(look.Dual), sweeps, looks)
        {
            Support = keepSupport ? SupportOf(states) : null,
        };
    }

    private SupportVectors[] SupportOf(ClassState[] states)
    {
        var keys = new ulong[this.samples.Rows];
        Parallel.For(0, keys.Length, ParallelWork.Options(atMost: this.options.Parallelism), row =>
            keys[row] = SupportVectors.KeyOf(this.samples.Row(row)));
        return Array.ConvertAll(states, state => state.SupportVectors(keys));
    }

    /// <summary>Each class begins with the others that are nearest to the mean of its own samples.</summary>
    private void StartFromNearest(ClassState[] states, SampleScan look, CancellationToken cancel)
    {
        if (states.Length == 0)
            return;
        var means = new EmbeddingMatrix(states.Length, this.samples.Dimension);
        foreach (var (index, state) in states.Index())
        {
            var mean = means.Row(index);
            foreach (var row in state.Rows.AsSpan(0, state.Positives))
                TensorPrimitives.Add(mean, this.samples.Row(row), mean);
            TensorPrimitives.Divide(mean, Math.Max(1, state.Positives), mean);
        }
        look.AddNearest(states, means, FirstOthers, cancel);
    }

    // Not System.HashCode, whose seed changes from run to run.
    private int HashCode(int index, int round) => unchecked((((this.options.Seed * 397) ^ index) * 397) ^ round);
}
