namespace FaceWeb.Pipeline.Classification.Svm;

/// <summary>The samples that one piece of a scan found for one class.</summary>
internal sealed class FoundSamples
{
    private float least = float.NegativeInfinity;

    /// <summary>Rows with their value, in the order found.</summary>
    public List<(int Row, float Value)> Items { get; } = [];

    /// <summary>The loss of all samples seen, priced.</summary>
    public double Loss { get; set; }

    /// <summary>Keeps a sample.</summary>
    public void Add(int row, float value) => Items.Add((row, value));

    /// <summary>Keeps a sample if it is among the greatest <paramref name="most"/> so far.</summary>
    public void Offer(int row, float value, int most)
    {
        if (value <= least)
            return;
        Items.Add((row, value));
        if (Items.Count < 2 * most)
            return;
        Items.Sort((a, b) => a.Value != b.Value ? b.Value.CompareTo(a.Value) : a.Row.CompareTo(b.Row));
        Items.RemoveRange(most, Items.Count - most);
        least = Items[^1].Value;
    }
}
