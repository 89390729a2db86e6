using System.Runtime.InteropServices;

namespace FaceWeb.Pipeline.ModelPacks.Preparation;

/// <summary>
/// Makes weights next to nothing zero. Channels that die in training leave weights that are denormal numbers (below 1.2e-38) or become
/// such in a product; many processors compute with those up to a hundred times more slowly, and no output changes by anything visible.
/// </summary>
internal static class TinyWeights
{
    /// <summary>What is nearer to zero becomes zero: products with activations of any usual size stay below single precision's resolution.</summary>
    public const float Threshold = 1e-12f;

    private const int Float = 1;

    /// <summary>Changes the model in place; returns how many weights were made zero. A single number is no weight (it may keep a division from zero) and stays.</summary>
    /// <param name="model">An ONNX file (onnx.proto's ModelProto).</param>
    /// <exception cref="InvalidDataException">The bytes are not an ONNX file.</exception>
    public static int ToZero(Memory<byte> model)
    {
        var count = 0;
        // ModelProto: graph = 7. GraphProto: node = 1, initializer = 5. NodeProto: attribute = 5. AttributeProto: t = 5.
        foreach (var graph in ProtoMessage.Parse(model).Messages(7))
        {
            foreach (var tensor in graph.Messages(5).Concat(graph.Messages(1).SelectMany(n => n.Messages(5)).SelectMany(a => a.Messages(5))))
                count += ToZero(tensor);
        }
        return count;
    }

    private static int ToZero(ProtoMessage tensor)
    {
        // TensorProto: data_type = 2, float_data = 4 (packed), raw_data = 9 (little-endian).
        if (!tensor.Numbers(2).Contains(Float))
            return 0;
        var count = 0;
        foreach (var field in tensor.Fields.Where(f => f.Number is 4 or 9 && f.WireType == 2 && f.Bytes.Length > sizeof(float)))
        {
            foreach (ref var weight in MemoryMarshal.Cast<byte, float>(field.Bytes.Span))
            {
                if (weight != 0 && Math.Abs(weight) < Threshold)
                {
                    weight = 0;
                    count++;
                }
            }
        }
        return count;
    }
}
