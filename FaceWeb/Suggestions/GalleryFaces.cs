using System.Numerics.Tensors;
using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Training;

namespace FaceWeb.Suggestions;

/// <summary>
/// The confirmed faces that suggestions are made from, in memory: for finding the ones most like a face without reading the database.
/// Half precision, so 1 KB a face of 512 numbers; comparing a face with 100,000 of them takes some hundredths of a second.
/// </summary>
public sealed class GalleryFaces
{
    private readonly int dimension;
    private readonly (long FaceId, long PersonId, long PhotoId, float Quality)[] rows;
    private readonly Half[] vectors;

    /// <summary>Keeps these faces.</summary>
    /// <param name="faces">Confirmed faces, their embeddings of unit length.</param>
    /// <param name="dimension">Length of the embeddings.</param>
    /// <exception cref="ArgumentException">An embedding has another length.</exception>
    public GalleryFaces(IReadOnlyList<LabelledFace> faces, int dimension)
    {
        this.dimension = dimension;
        rows = [.. faces.Select(f => (f.FaceId, f.PersonId, f.PhotoId, f.Quality))];
        vectors = new Half[checked(faces.Count * dimension)];
        for (var i = 0; i < faces.Count; i++)
        {
            if (faces[i].Embedding.Length != dimension)
                throw new ArgumentException($"Face {faces[i].FaceId} has {faces[i].Embedding.Length} numbers instead of {dimension}.", nameof(faces));
            TensorPrimitives.ConvertToHalf(faces[i].Embedding, vectors.AsSpan(i * dimension, dimension));
        }
    }

    /// <summary>The faces most like a face, nearest first.</summary>
    /// <param name="embedding">The face, of unit length.</param>
    /// <param name="exceptFaceId">The face itself.</param>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<(long FaceId, double Cosine)> Nearest(ReadOnlySpan<float> embedding, long exceptFaceId, int most)
    {
        var nearest = new PriorityQueue<long, double>();
        var one = new float[dimension];
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i].FaceId == exceptFaceId)
                continue;
            TensorPrimitives.ConvertToSingle(vectors.AsSpan(i * dimension, dimension), one);
            var cosine = (double)TensorPrimitives.Dot<float>(one, embedding);
            if (nearest.Count < most)
                nearest.Enqueue(rows[i].FaceId, cosine);
            else if (nearest.TryPeek(out _, out var least) && cosine > least)
                nearest.EnqueueDequeue(rows[i].FaceId, cosine);
        }
        return [.. nearest.UnorderedItems.OrderByDescending(n => n.Priority).ThenBy(n => n.Element).Select(n => (n.Element, n.Priority))];
    }

    /// <summary>The faces of these people but one.</summary>
    public IReadOnlyList<LabelledFace> OfPeople(IReadOnlySet<long> people, long exceptFaceId)
    {
        var faces = new List<LabelledFace>();
        for (var i = 0; i < rows.Length; i++)
        {
            var (faceId, personId, photoId, quality) = rows[i];
            if (faceId == exceptFaceId || !people.Contains(personId))
                continue;
            var vector = new float[dimension];
            TensorPrimitives.ConvertToSingle(vectors.AsSpan(i * dimension, dimension), vector);
            faces.Add(new LabelledFace(faceId, personId, photoId, vector, quality));
        }
        return faces;
    }
}
