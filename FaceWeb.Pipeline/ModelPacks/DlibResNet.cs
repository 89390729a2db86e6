using System.Runtime.InteropServices;
using System.Text.Json;

namespace FaceWeb.Pipeline.ModelPacks;

/// <summary>
/// dlib's face recognition network (29 convolutions, 128 measurements) from the weights that face-api publishes for TensorFlow.js:
/// arrays one after the other, quantised to bytes (value = byte * scale + min) or as floats, filters as [height, width, in, out].
/// </summary>
internal sealed class DlibResNet
{
    /// <summary>The family's name in manifests.</summary>
    public const string Family = "dlib-resnet";

    private readonly Dictionary<string, (long[] Shape, float[] Values)> weights = [];
    private readonly OnnxGraphWriter graph = new();

    private DlibResNet(ReadOnlySpan<byte> manifest, ReadOnlySpan<byte> weights)
    {
        using var json = JsonDocument.Parse(manifest.ToArray());
        var at = 0;
        foreach (var array in json.RootElement[0].GetProperty("weights").EnumerateArray())
        {
            long[] shape = [.. array.GetProperty("shape").EnumerateArray().Select(d => d.GetInt64())];
            var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
            if (array.TryGetProperty("quantization", out var quantization))
            {
                float scale = quantization.GetProperty("scale").GetSingle(), min = quantization.GetProperty("min").GetSingle();
                for (var i = 0; i < values.Length; i++)
                    values[i] = weights[at + i] * scale + min;
                at += values.Length;
            }
            else
            {
                weights.Slice(at, 4 * values.Length).CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
                at += 4 * values.Length;
            }
            this.weights[array.GetProperty("name").GetString()!] = (shape, values);
        }
    }

    /// <summary>The network as an ONNX model: input [n,3,150,150], output [n,128].</summary>
    /// <param name="manifest">face_recognition_model-weights_manifest.json.</param>
    /// <param name="weights">face_recognition_model.bin.</param>
    /// <exception cref="ModelPackException">The files do not hold this network.</exception>
    public static byte[] ToOnnx(ReadOnlySpan<byte> manifest, ReadOnlySpan<byte> weights)
    {
        try
        {
            return new DlibResNet(manifest, weights).Build();
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            throw new ModelPackException(
                $"The weights are not those of face-api's face_recognition_model ({problem.Message}): name its two files in pack.json.", problem);
        }
    }

    /// <summary>The weights' file that belongs to a "-weights_manifest.json".</summary>
    public static string WeightsOf(string manifest) => manifest.Replace("-weights_manifest.json", ".bin", StringComparison.Ordinal);

    private byte[] Build()
    {
        var x = Relu(Convolution("input", "conv32_down", stride: 2, padding: 0));
        x = graph.Node("MaxPool", [x], ("kernel_shape", [3, 3]), ("strides", [2, 2]));
        foreach (var block in new[] { "conv32_1", "conv32_2", "conv32_3" })
            x = Residual(x, block);
        x = Down(x, "conv64_down", channels: 32, pads: false);
        foreach (var block in new[] { "conv64_1", "conv64_2", "conv64_3" })
            x = Residual(x, block);
        x = Down(x, "conv128_down", channels: 64, pads: false);
        foreach (var block in new[] { "conv128_1", "conv128_2" })
            x = Residual(x, block);
        x = Down(x, "conv256_down", channels: 128, pads: true);
        foreach (var block in new[] { "conv256_1", "conv256_2" })
            x = Residual(x, block);
        x = Down(x, "conv256_down_out", channels: 0, pads: true);
        x = graph.Node("GlobalAveragePool", [x]);
        x = graph.Node("Flatten", [x]);
        var (shape, values) = this.weights["fc"];
        x = graph.Node("MatMul", [x, graph.Constant(values, shape)]);
        return graph.Finish(x, [-1, 3, 150, 150], [-1, 128]);
    }

    private string Residual(string x, string block)
    {
        var y = Relu(Convolution(x, block + "/conv1", stride: 1, padding: 1));
        y = Convolution(y, block + "/conv2", stride: 1, padding: 1);
        return Relu(graph.Node("Add", [y, x]));
    }

    /// <summary>
    /// Halves the picture; the shortcut is averaged and, where the width doubles, filled up with <paramref name="channels"/> channels of
    /// zeros.
    /// </summary>
    private string Down(string x, string block, int channels, bool pads)
    {
        var y = Relu(Convolution(x, block + "/conv1", stride: 2, padding: 0));
        y = Convolution(y, block + "/conv2", stride: 1, padding: 1);
        // Pads: begin then end of each of batch, channels, rows, columns; zeros.
        if (pads)
            y = graph.Node("Pad", [y, graph.Constant(0L, 0, 0, 0, 0, 0, 1, 1)]);
        var shortcut = graph.Node("AveragePool", [x], ("kernel_shape", [2, 2]), ("strides", [2, 2]));
        if (channels > 0)
            shortcut = graph.Node("Pad", [shortcut, graph.Constant(0L, 0, 0, 0, 0, channels, 0, 0)]);
        return Relu(graph.Node("Add", [y, shortcut]));
    }

    private string Relu(string x) => graph.Node("Relu", [x]);

    /// <summary>Convolution with the per-channel scale and shift behind it folded in.</summary>
    private string Convolution(string x, string name, int stride, int padding)
    {
        var (shape, filters) = this.weights[name + "/conv/filters"];
        var bias = this.weights[name + "/conv/bias"].Values;
        var scale = this.weights[name + "/scale/weights"].Values;
        var shift = this.weights[name + "/scale/biases"].Values;
        var (height, width, inputs, outputs) = ((int)shape[0], (int)shape[1], (int)shape[2], (int)shape[3]);
        var folded = new float[filters.Length];
        for (var o = 0; o < outputs; o++)
        {
            for (var i = 0; i < inputs; i++)
            {
                for (var cell = 0; cell < height * width; cell++)
                    folded[(o * inputs + i) * height * width + cell] = filters[(cell * inputs + i) * outputs + o] * scale[o];
            }
        }
        float[] offset = [.. bias.Select((b, o) => b * scale[o] + shift[o])];
        return graph.Node("Conv", [x, graph.Constant(folded, outputs, inputs, height, width), graph.Constant(offset, outputs)],
            ("strides", [stride, stride]), ("pads", [padding, padding, padding, padding]));
    }
}
