namespace FaceWeb.Pipeline.ModelPacks.Preparation;

/// <summary>
/// A convolution, the operators behind it that keep its channels apart (activations, normalisation, depthwise convolutions), and the
/// convolution that mixes them again; nobody else looks at the values between.
/// </summary>
internal sealed class ChannelChain
{
    private readonly OnnxGraph graph;
    private readonly OnnxNode first;
    private readonly List<OnnxNode> between = [];
    private readonly OnnxNode last;
    private readonly int channels;

    private ChannelChain(OnnxGraph graph, OnnxNode first, List<OnnxNode> between, OnnxNode last, int channels)
    {
        (this.graph, this.first, this.between, this.last, this.channels) = (graph, first, between, last, channels);
    }

    /// <summary>The chain that begins with this operator, or null where none does.</summary>
    public static ChannelChain? From(OnnxGraph graph, OnnxNode first)
    {
        if (!first.Is("Conv") || Group(first) != 1 || graph.FloatConstant(first.Inputs[1]) is not { Dimensions.Count: 4 } filters
            || !HasConstantBias(graph, first))
            return null;
        var channels = (int)filters.Dimensions[0];
        var between = new List<OnnxNode>();
        for (var node = first; ;)
        {
            var value = node.Outputs[0];
            if (node.Outputs.Count != 1 || graph.IsOutput(value) || graph.ConsumersOf(value) is not [var next]
                || next.Inputs[0] != value || next.Inputs.Count(i => i == value) != 1)
                return null;
            if (next.Is("Conv") && Group(next) == 1)
            {
                return graph.FloatConstant(next.Inputs[1]) is { Dimensions.Count: 4 } mixing
                    && mixing.Dimensions[1] == channels && HasConstantBias(graph, next)
                    ? new(graph, first, between, next, channels)
                    : null;
            }
            if (!ChannelOperator.Is(graph, next, channels))
                return null;
            between.Add(next);
            node = next;
        }
    }

    /// <summary>Takes out the dead channels, but keeps a multiple of so many; returns how many it took out.</summary>
    public int RemoveDead(int multiple)
    {
        var constant = Constants();
        var mixing = this.graph.FloatConstant(this.last.Inputs[1])!;
        var sums = ColumnSums(mixing, out var unused);
        var padded = ChannelOperator.IsPadded(this.last);
        bool[] dead = [.. Enumerable.Range(0, this.channels).Select(c => unused[c] || (constant[c] is { } value && (!padded || value == 0)))];
        var live = dead.Count(d => !d);
        var keep = Math.Max(multiple, (live + multiple - 1) / multiple * multiple);
        if (keep >= this.channels)
            return 0;
        var filling = keep - live;
        int[] kept = [.. Enumerable.Range(0, this.channels).Where(c => !dead[c] || filling-- > 0)];
        MoveConstants(kept.ToHashSet(), constant, unused, sums);
        TakeRows(this.first, 1, kept);
        TakeRows(this.first, 2, kept);
        foreach (var node in this.between)
        {
            for (var input = 1; input < node.Inputs.Count; input++)
                TakeRows(node, input, kept);
            if (node.Is("Conv"))
                node.SetWhole("group", keep);
        }
        TakeColumns(mixing, kept);
        return this.channels - keep;
    }

    /// <summary>For each channel the number that it has at every pixel before the last convolution, or null.</summary>
    private double?[] Constants()
    {
        var values = new double?[this.channels];
        var filters = this.graph.FloatConstant(this.first.Inputs[1])!.Floats;
        var size = filters.Length / this.channels;
        for (var c = 0; c < this.channels; c++)
            values[c] = filters.Slice(c * size, size).ContainsAnyExcept(0f) ? null : Bias(this.first, c);
        foreach (var node in this.between)
            ChannelOperator.Follow(this.graph, node, values);
        return values;
    }

    /// <summary>The sum of the last convolution's weights for each output and channel; and whether it looks at the channel at all.</summary>
    private double[,] ColumnSums(OnnxTensor mixing, out bool[] unused)
    {
        int outputs = (int)mixing.Dimensions[0], size = (int)(mixing.Dimensions[2] * mixing.Dimensions[3]);
        var weights = mixing.Floats;
        var sums = new double[outputs, this.channels];
        unused = new bool[this.channels];
        Array.Fill(unused, true);
        for (var o = 0; o < outputs; o++)
        {
            for (var c = 0; c < this.channels; c++)
            {
                foreach (var weight in weights.Slice((o * this.channels + c) * size, size))
                {
                    sums[o, c] += weight;
                    unused[c] &= weight == 0;
                }
            }
        }
        return sums;
    }

    private void MoveConstants(HashSet<int> kept, double?[] constant, bool[] unused, double[,] sums)
    {
        var bias = new float[sums.GetLength(0)];
        for (var o = 0; o < bias.Length; o++)
        {
            var sum = Bias(this.last, o);
            for (var c = 0; c < this.channels; c++)
            {
                if (!kept.Contains(c) && !unused[c])
                    sum += constant[c]!.Value * sums[o, c];
            }
            bias[o] = (float)sum;
        }
        var name = this.graph.Add(bias, bias.Length);
        if (this.last.Inputs.Count > 2)
            this.last.Inputs[2] = name;
        else
            this.last.Inputs.Add(name);
    }

    private void TakeRows(OnnxNode node, int input, int[] kept)
    {
        // One number for all channels stays; so does what was left out.
        if (input >= node.Inputs.Count || this.graph.FloatConstant(node.Inputs[input]) is not { } tensor || tensor.Floats.Length < this.channels)
            return;
        var size = tensor.Floats.Length / this.channels;
        var values = new float[kept.Length * size];
        for (var i = 0; i < kept.Length; i++)
            tensor.Floats.Slice(kept[i] * size, size).CopyTo(values.AsSpan(i * size));
        long[] dimensions = [.. tensor.Dimensions];
        dimensions[Array.IndexOf(dimensions, this.channels)] = kept.Length;
        node.Inputs[input] = this.graph.Add(values, dimensions);
    }

    private void TakeColumns(OnnxTensor mixing, int[] kept)
    {
        int outputs = (int)mixing.Dimensions[0], size = (int)(mixing.Dimensions[2] * mixing.Dimensions[3]);
        var values = new float[outputs * kept.Length * size];
        for (var o = 0; o < outputs; o++)
        {
            for (var i = 0; i < kept.Length; i++)
                mixing.Floats.Slice((o * this.channels + kept[i]) * size, size).CopyTo(values.AsSpan((o * kept.Length + i) * size));
        }
        this.last.Inputs[1] = this.graph.Add(values, outputs, kept.Length, mixing.Dimensions[2], mixing.Dimensions[3]);
    }

    private double Bias(OnnxNode convolution, int channel) =>
        this.graph.FloatConstant(convolution.Inputs.ElementAtOrDefault(2)) is { } bias ? bias.Floats[channel] : 0;

    private static bool HasConstantBias(OnnxGraph graph, OnnxNode convolution) =>
        convolution.Inputs.Count < 3 || convolution.Inputs[2].Length == 0 || graph.FloatConstant(convolution.Inputs[2]) is not null;

    private static long Group(OnnxNode convolution) => convolution.Whole("group")?[0] ?? 1;
}
