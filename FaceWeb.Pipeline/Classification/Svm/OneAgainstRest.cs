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
    private readonly EmbeddingMatrix _samples;
    private readonly int[] _classOf;
    private readonly int[][] _own;
    private readonly SvmOptions _options;
    private readonly float[] _importance;
    private readonly float _bias;

    /// <summary>Prepares a training.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="classOf">Each sample's class, 0 .. <paramref name="classes"/> - 1, or <see cref="Stranger"/>, or <see cref="OnlyAgainst"/>.</param>
    /// <param name="classes">Number of classes; each needs at least one sample.</param>
    /// <param name="options">Loss, price, bias, tolerance.</param>
    /// <param name="importance">What the price of each sample is multiplied with, above 0; null means 1.</param>
    public OneAgainstRest(EmbeddingMatrix samples, int[] classOf, int classes, SvmOptions options, float[]? importance = null)
    {
        _samples = samples;
        _classOf = classOf;
        _options = options;
        _bias = (float)options.Bias;
        _importance = importance ?? Enumerable.Repeat(1f, samples.Rows).ToArray();
        _own = new int[classes][];
        var counts = new int[classes];
        foreach (var c in classOf.Where(c => c >= 0))
            counts[c]++;
        for (var c = 0; c < classes; c++)
            _own[c] = new int[counts[c]];
        for (var i = classOf.Length - 1; i >= 0; i--)
        {
            if (classOf[i] >= 0)
                _own[classOf[i]][--counts[classOf[i]]] = i;
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
        var classes = _own.Length;
        var weights = new EmbeddingMatrix(classes, _samples.Dimension);
        var states = new ClassState[classes];
        for (var c = 0; c < classes; c++)
        {
            var others = Math.Max(1, _samples.Rows - _own[c].Length);
            var own = _options.C * Math.Pow(Math.Max(1, others / (double)_own[c].Length), _options.Balance);
            states[c] = new ClassState(c, _own[c], weights, (float)own, (float)_options.C, _samples.Rows);
        }
        var look = new SampleScan(_samples, _classOf, _importance, _options);
        StartFromNearest(warmStart?.Apply(states, _samples, look.TakesPart, _options, cancel) ?? states, look, cancel);
        var squaredLengths = new float[_samples.Rows];
        for (var i = 0; i < squaredLengths.Length; i++)
            squaredLengths[i] = TensorPrimitives.SumOfSquares<float>(_samples.Row(i)) + (_bias * _bias);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _options.Parallelism, CancellationToken = cancel };
        var solver = new DualCoordinateDescent(_samples, squaredLengths, _importance, _options.Loss, _bias);
        long sweeps = 0;
        var looks = 0;
        var open = states;
        while (open.Length > 0)
        {
            var round = looks;
            Parallel.ForEach(open, parallel, state =>
            {
                var made = solver.Solve(state, _options.Tolerance, _options.MostSweeps, new Random(HashCode(state.Class, round)));
                Interlocked.Add(ref sweeps, made);
            });
            look.FindViolators(open, cancel);
            looks++;
            open = open.Where(state => !state.Finished).ToArray();
            progress?.Invoke(1 - (open.Length / (double)classes));
        }
        var biases = states.Select(state => state.BiasWeight * _bias).ToArray();
        return new LinearMachines(weights, biases, states.Sum(state => state.Primal), states.Sum(look.Dual), sweeps, looks)
        {
            Support = keepSupport ? SupportOf(states) : null,
        };
    }

    private SupportVectors[] SupportOf(ClassState[] states)
    {
        var keys = new ulong[_samples.Rows];
        Parallel.For(0, keys.Length, new ParallelOptions { MaxDegreeOfParallelism = _options.Parallelism }, row => keys[row] = SupportVectors.KeyOf(_samples.Row(row)));
        return Array.ConvertAll(states, state => state.SupportVectors(keys));
    }

    /// <summary>Each class begins with the others that are nearest to the mean of its own samples.</summary>
    private void StartFromNearest(ClassState[] states, SampleScan look, CancellationToken cancel)
    {
        if (states.Length == 0)
            return;
        var means = new EmbeddingMatrix(states.Length, _samples.Dimension);
        foreach (var (index, state) in states.Index())
        {
            var mean = means.Row(index);
            foreach (var row in state.Rows.AsSpan(0, state.Positives))
                TensorPrimitives.Add(mean, _samples.Row(row), mean);
            TensorPrimitives.Divide(mean, Math.Max(1, state.Positives), mean);
        }
        look.AddNearest(states, means, FirstOthers, cancel);
    }

    // Not System.HashCode, whose seed changes from run to run.
    private int HashCode(int index, int round) => unchecked((((_options.Seed * 397) ^ index) * 397) ^ round);
}
