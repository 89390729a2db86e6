namespace FaceWeb.Pipeline.Classification.Normalisation;

/// <summary>Finds the greatest of many numbers without sorting the others (Hoare: Algorithm 65, Find, 1961).</summary>
internal static class GreatestFirst
{
    /// <summary>Brings the greatest numbers to the front, in no fixed order.</summary>
    /// <param name="values">The numbers; they change places.</param>
    /// <param name="count">How many, 1 to all.</param>
    /// <returns>The front.</returns>
    public static ReadOnlySpan<float> Take(Span<float> values, int count)
    {
        var (first, last) = (0, values.Length - 1);
        while (first < last)
        {
            var pivot = values[first + ((last - first) / 2)];
            var (i, j) = (first, last);
            while (i <= j)
            {
                while (values[i] > pivot)
                    i++;
                while (values[j] < pivot)
                    j--;
                if (i <= j)
                {
                    (values[i], values[j]) = (values[j], values[i]);
                    i++;
                    j--;
                }
            }
            if (count - 1 <= j)
                last = j;
            else if (count - 1 >= i)
                first = i;
            else
                break;
        }
        return values[..count];
    }
}
