using System.Numerics.Tensors;

namespace FaceWeb.Pipeline.Clustering;

/// <summary>A face in a group; its embedding is kept in half precision, for a library may hold 100,000 of them.</summary>
internal sealed class GroupedFace
{
    private readonly Half[] embedding;

    /// <summary>Keeps a face.</summary>
    public GroupedFace(long faceId, FaceScene scene, ReadOnlySpan<float> embedding, float level)
    {
        Level = level;
        FaceId = faceId;
        Scene = scene;
        this.embedding = new Half[embedding.Length];
        TensorPrimitives.ConvertToHalf(embedding, this.embedding);
    }

    /// <summary>The face.</summary>
    public long FaceId { get; }

    /// <summary>Where it is seen.</summary>
    public FaceScene Scene { get; }

    /// <summary>Its level; 0 where nothing is normalised.</summary>
    public float Level { get; set; }

    /// <summary>The group that it is in.</summary>
    public GroupState Group { get; set; } = null!;

    /// <summary>The embedding in single precision.</summary>
    public float[] Embedding()
    {
        var embedding = new float[this.embedding.Length];
        TensorPrimitives.ConvertToSingle(this.embedding, embedding);
        return embedding;
    }
}
