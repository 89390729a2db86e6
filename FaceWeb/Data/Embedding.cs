namespace FaceWeb.Data;

/// <summary>A face as one model's unit-length vector. Vectors of different models are never compared.</summary>
public sealed class Embedding
{
    /// <summary>The row's key.</summary>
    public long Id { get; set; }

    /// <summary>The face it measures.</summary>
    public long FaceId { get; set; }

    /// <summary>The face it measures.</summary>
    public Face? Face { get; set; }

    /// <summary>The model pack that made it, for example <c>compact</c>.</summary>
    public required string Model { get; set; }

    /// <summary>The numbers in half precision, little-endian, two bytes each (see <see cref="HalfVector"/>).</summary>
    public byte[] Vector { get; set; } = [];
}
