namespace FaceWeb.Pipeline.Classification.Svm;

/// <summary>One class's two-class problem while it is solved: the samples that take part, their multipliers, and the hyperplane so far.</summary>
internal sealed class ClassState
{
    private readonly ulong[] members;
    private int[] order = [];

    /// <summary>Starts a class with its own samples and no others.</summary>
    /// <param name="index">The class's row in <paramref name="weights"/>.</param>
    /// <param name="own">Rows of its own samples.</param>
    /// <param name="weights">Where the hyperplanes of all classes are kept.</param>
    /// <param name="ownPrice">C of its own samples.</param>
    /// <param name="otherPrice">C of all others.</param>
    /// <param name="samples">Number of samples that there are.</param>
    public ClassState(int index, int[] own, EmbeddingMatrix weights, float ownPrice, float otherPrice, int samples)
    {
        members = new ulong[(samples + 63) / 64];
        foreach (var row in own)
            members[row >> 6] |= 1UL << (row & 63);
        Class = index;
        Positives = own.Length;
        Weights = weights;
        OwnPrice = ownPrice;
        OtherPrice = otherPrice;
        Rows = own;
        Alpha = new float[own.Length];
        Count = own.Length;
    }

    /// <summary>The class's row in <see cref="Weights"/>.</summary>
    public int Class { get; }

    /// <summary>How many of the first samples are the class's own.</summary>
    public int Positives { get; }

    /// <summary>The hyperplanes of all classes.</summary>
    public EmbeddingMatrix Weights { get; }

    /// <summary>C of the class's own samples.</summary>
    public float OwnPrice { get; }

    /// <summary>C of all other samples.</summary>
    public float OtherPrice { get; }

    /// <summary>The weight of the appended constant.</summary>
    public float BiasWeight { get; set; }

    /// <summary>Rows of the samples that take part, own ones first; only the first <see cref="Count"/> count.</summary>
    public int[] Rows { get; private set; }

    /// <summary>Their multipliers.</summary>
    public float[] Alpha { get; private set; }

    /// <summary>How many samples take part.</summary>
    public int Count { get; private set; }

    /// <summary>True once no sample outside of <see cref="Rows"/> would change the solution.</summary>
    public bool Finished { get; set; }

    /// <summary>The primal objective at the last look at all samples; not a number before the first.</summary>
    public double Primal { get; set; } = double.NaN;

    /// <summary>Takes another sample in.</summary>
    public void Add(int row, float alpha)
    {
        if (Count == Rows.Length)
        {
            var size = Math.Max(64, Count * 2);
            var (rows, multipliers) = (Rows, Alpha);
            Array.Resize(ref rows, size);
            Array.Resize(ref multipliers, size);
            (Rows, Alpha) = (rows, multipliers);
        }
        members[row >> 6] |= 1UL << (row & 63);
        Rows[Count] = row;
        Alpha[Count] = alpha;
        Count++;
    }

    /// <summary>Whether a sample takes part.</summary>
    public bool Contains(int row) => (members[row >> 6] & (1UL << (row & 63))) != 0;

    /// <summary>The samples with a multiplier above 0.</summary>
    /// <param name="keys">The key of each sample of the training.</param>
    public SupportVectors SupportVectors(ulong[] keys)
    {
        var support = Enumerable.Range(0, Count).Where(i => Alpha[i] > 0).ToArray();
        return new SupportVectors(
            Array.ConvertAll(support, i => keys[Rows[i]]),
            Array.ConvertAll(support, i => i < Positives ? Alpha[i] : -Alpha[i]));
    }

    /// <summary>0, 1, 2 ... count - 1, to be shuffled.</summary>
    public int[] Order(int count)
    {
        if (order.Length < count)
            order = new int[Rows.Length];
        for (var i = 0; i < count; i++)
            order[i] = i;
        return order;
    }
}
