using FaceWeb.Pipeline.ModelPacks.Preparation;

namespace FaceWeb.Tests.ModelPacks.Preparation;

/// <summary>Reading and writing protobuf's wire format without a schema.</summary>
public class ProtoMessageTests
{
    [Fact]
    public void What_is_read_is_written_back_byte_for_byte()
    {
        foreach (var path in Directory.GetFiles(PackFolder.Compact, "*.onnx"))
        {
            var content = File.ReadAllBytes(path);
            Assert.Equal(content, ProtoMessage.Parse(content).ToBytes());
        }
    }

    [Fact]
    public void Fields_of_every_kind_are_found_again()
    {
        var inner = new ProtoMessage();
        inner.Add(1, "a name");
        var message = new ProtoMessage();
        message.Add(1, -5);
        message.Add(1, 300);
        message.Add(2, [0x96, 0x01, 0x02]);
        message.Add(3, inner);
        var read = ProtoMessage.Parse(message.ToBytes());
        Assert.Equal([-5, 300], read.Numbers(1));
        Assert.Equal([150, 2], read.Numbers(2));
        Assert.Equal(["a name"], read.Messages(3).SelectMany(m => m.Texts(1)));
    }

    [Theory]
    [InlineData(new byte[] { 0x0a, 0x05, 0x01 })]
    [InlineData(new byte[] { 0x08, 0xff })]
    [InlineData(new byte[] { 0x0b })]
    [InlineData(new byte[] { 0x02, 0x00 })]
    [InlineData(new byte[] { 0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01 })]
    public void What_is_no_message_is_refused(byte[] bytes) => Assert.Throws<InvalidDataException>(() => ProtoMessage.Parse(bytes));
}
