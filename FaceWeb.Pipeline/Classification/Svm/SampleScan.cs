using System.Numerics.Tensors;

namespace FaceWeb.Pipeline.Classification.Svm;

/// <summary>
/// Looks at all samples at once on behalf of many classes: finds the samples nearest to a class, and those that break its optimality
/// conditions. The samples are cut into pieces in a way that does not depend on the number of threads, and what the pieces found is
/// put together in their order, so results repeat exactly.
/// </summary>
internal sealed class SampleScan
{
    private const int PieceRows = 16 * BlockedProduct.BlockRows;
    private readonly EmbeddingMatrix samples;
    private readonly int[] classOf;
    private readonly float[] importance;
    private readonly SvmOptions options;

    /// <summary>Prepares to look.</summary>
    public SampleScan(EmbeddingMatrix samples, int[] classOf, float[] importance, SvmOptions options)
    {
        this.samples = samples;
        this.classOf = classOf;
        this.importance = importance;
        this.options = options;
    }

    /// <summary>
    /// Adds to each class the <paramref name="count"/> samples of others with the greatest product with its row of
    /// <paramref name="directions"/> (one a class given).
    /// </summary>
    public void AddNearest(ClassState[] states, EmbeddingMatrix directions, int count, CancellationToken cancel)
    {
        var found = Scan(directions, (row, products, lists) =>
        {
            for (var c = 0; c < products.Length; c++)
            {
                if (this.classOf[row] != states[c].Class && TakesPart(row, states[c].Class))
                    lists[c].Offer(row, products[c], count);
            }
        }, cancel);
        for (var c = 0; c < states.Length; c++)
        {
            foreach (var (row, _) in Merge(found, c, count))
                states[c].Add(row, 0);
        }
    }

    /// <summary>
    /// Compares all samples with the classes' hyperplanes, sets each class's primal objective, takes in the samples that violate its
    /// optimality, and marks it finished where there is none.
    /// </summary>
    /// <param name="states">The classes, one or more.</param>
    /// <param name="cancel">Stops between two pieces.</param>
    /// <param name="slack">By how much more than the tolerance a sample may lie inside the margin, as a multiple.</param>
    public void FindViolators(ClassState[] states, CancellationToken cancel, double slack = 1)
    {
        var tolerance = (float)(this.options.Tolerance * slack);
        var found = Scan(WeightsOf(states), (row, products, lists) =>
        {
            var own = this.classOf[row];
            for (var c = 0; c < products.Length; c++)
            {
                var state = states[c];
                var margin = products[c] + (state.BiasWeight * (float)this.options.Bias);
                var isOwn = own == state.Class;
                var violation = 1 - (isOwn ? margin : -margin);
                if (violation <= 0 || !TakesPart(row, state.Class))
                    continue;
                var price = (isOwn ? state.OwnPrice : state.OtherPrice) * this.importance[row];
                lists[c].Loss += price * (this.options.Loss == SvmLoss.Squared ? violation * violation : violation);
                if (violation > tolerance && !state.Contains(row))
                    lists[c].Add(row, violation);
            }
        }, cancel);
        Parallel.For(0, states.Length, Threads(cancel), c =>
        {
            var state = states[c];
            state.Primal = HalfSquaredLength(state) + found.Sum(piece => piece[c].Loss);
            // The worst first, and no more than the class already has: later looks find what remains, and it is often far less.
            var violators = Merge(found, c, Math.Max(512, 2 * state.Count));
            state.Finished = violators.Count == 0;
            foreach (var (row, _) in violators)
                state.Add(row, 0);
        });
    }

    /// <summary>The dual objective of a class's multipliers.</summary>
    public double Dual(ClassState state)
    {
        var dual = -HalfSquaredLength(state);
        for (var i = 0; i < state.Count; i++)
        {
            double alpha = state.Alpha[i];
            dual += alpha;
            if (this.options.Loss == SvmLoss.Squared)
            {
                double price = (i < state.Positives ? state.OwnPrice : state.OtherPrice) * this.importance[state.Rows[i]];
                dual -= alpha * alpha / (4 * price);
            }
        }
        return dual;
    }

    /// <summary>Whether a sample is an example, own or other, for a class.</summary>
    public bool TakesPart(int row, int index) =>
        this.classOf[row] >= OneAgainstRest.Stranger || this.classOf[row] == OneAgainstRest.OnlyAgainst(index);

    private ParallelOptions Threads(CancellationToken cancel) => ParallelWork.Options(this.options.Parallelism, cancel);

    private static double HalfSquaredLength(ClassState state) =>
        0.5 * (TensorPrimitives.SumOfSquares<float>(state.Weights.Row(state.Class)) + ((double)state.BiasWeight * state.BiasWeight));

    private static EmbeddingMatrix WeightsOf(ClassState[] states) => states[0].Weights.Take(Array.ConvertAll(states, state => state.Class));

    private static List<(int Row, float Value)> Merge(FoundSamples[][] found, int index, int most)
    {
        var all = new List<(int Row, float Value)>();
        foreach (var piece in found)
            all.AddRange(piece[index].Items);
        if (all.Count > most)
        {
            all.Sort((a, b) => a.Value != b.Value ? b.Value.CompareTo(a.Value) : a.Row.CompareTo(b.Row));
            all.RemoveRange(most, all.Count - most);
        }
        return all;
    }

    private FoundSamples[][] Scan(EmbeddingMatrix directions, Visit visit, CancellationToken cancel)
    {
        var pieces = (this.samples.Rows + PieceRows - 1) / PieceRows;
        var found = new FoundSamples[pieces][];
        Parallel.For(0, pieces, Threads(cancel), () => new float[BlockedProduct.BlockRows * directions.Rows], (piece, _, products) =>
        {
            var lists = new FoundSamples[directions.Rows];
            for (var c = 0; c < lists.Length; c++)
                lists[c] = new FoundSamples();
            var end = Math.Min(this.samples.Rows, (piece + 1) * PieceRows);
            for (var from = piece * PieceRows; from < end; from += BlockedProduct.BlockRows)
            {
                var count = Math.Min(BlockedProduct.BlockRows, end - from);
                BlockedProduct.Multiply(this.samples, from, count, directions, products);
                for (var i = 0; i < count; i++)
                    visit(from + i, products.AsSpan(i * directions.Rows, directions.Rows), lists);
            }
            found[piece] = lists;
            return products;
        }, _ => { });
        return found;
    }

    private delegate void Visit(int row, ReadOnlySpan<float> products, FoundSamples[] lists);
}
