namespace FaceWeb.Data;

/// <summary>The small pictures of a face, kept beside its row so that both are written in one transaction.</summary>
public sealed class FaceImage
{
    /// <summary>The face; also the key.</summary>
    public long FaceId { get; set; }

    /// <summary>The aligned 112 x 112 chip that was embedded, JPEG.</summary>
    public byte[] Chip { get; set; } = [];

    /// <summary>The face with some of its surroundings, at most 192 pixels a side, JPEG: what lists of faces show.</summary>
    public byte[] Crop { get; set; } = [];
}
