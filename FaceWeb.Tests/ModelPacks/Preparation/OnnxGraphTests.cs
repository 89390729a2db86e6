using FaceWeb.Pipeline.ModelPacks.Preparation;

namespace FaceWeb.Tests.ModelPacks.Preparation;

/// <summary>An ONNX file read and written back is the same model.</summary>
public class OnnxGraphTests
{
    [Fact]
    public void The_packs_models_give_the_same_numbers_after_reading_and_writing()
    {
        foreach (var path in Directory.GetFiles(PackFolder.Compact, "*.onnx"))
        {
            var model = File.ReadAllBytes(path);
            var written = OnnxGraph.Read(model.ToArray()).ToBytes();
            using BareModel before = new(model), after = new(written);
            var input = BareModel.Noise(3 * 240 * 320);
            var length = before.InputLength;
            Assert.Equal(before.Run(input[..length]), after.Run(input[..length]));
        }
    }

    [Fact]
    public void Numbers_are_found_however_they_are_written()
    {
        var raw = new OnnxTensor("w", [1, -2, 3], 3).ToMessage();
        var packed = new ProtoMessage();
        packed.Fields.AddRange(raw.Fields.Select(f => f.Number == 9 ? f with { Number = 4 } : f));
        var separate = new ProtoMessage();
        separate.Fields.AddRange(raw.Fields.Where(f => f.Number != 9));
        for (var i = 0; i < 3; i++)
            separate.Fields.Add(new(4, 5, 0, raw.Fields.Single(f => f.Number == 9).Bytes.Slice(4 * i, 4)));
        foreach (var tensor in new[] { raw, packed, separate }.Select(t => OnnxTensor.Read(t)))
        {
            Assert.True(tensor.IsFloat);
            Assert.Equal([1, -2, 3], tensor.Floats.ToArray());
            Assert.Equal(raw.ToBytes(), tensor.ToMessage().ToBytes());
        }
        var whole = new ProtoMessage();
        whole.Add(1, 2);
        whole.Add(2, 7);
        whole.Add(7, -1);
        whole.Add(7, 40);
        Assert.Equal([-1, 40], OnnxTensor.Read(whole).Longs.ToArray());
    }

    [Fact]
    public void Numbers_in_another_file_are_passed_on()
    {
        var external = new ProtoMessage();
        external.Add(1, 1000);
        external.Add(2, 1);
        external.Add(14, 1);
        external.Add(8, "w");
        var tensor = OnnxTensor.Read(external);
        Assert.False(tensor.IsFloat);
        Assert.Equal(external.ToBytes(), tensor.ToMessage().ToBytes());
    }
}
