namespace FaceWeb.Pipeline.Classification;

/// <summary>Says who a face may be.</summary>
public interface IPersonClassifier
{
    /// <summary>Length of the embeddings that it takes.</summary>
    int Dimension { get; }

    /// <summary>Name of the embedding model that measured its faces.</summary>
    string Model { get; }

    /// <summary>The least probability at which a name is suggested, 0 to 1.</summary>
    double SuggestThreshold { get; }

    /// <summary>The least probability at which a name is sure, 0 to 1, not below <see cref="SuggestThreshold"/>.</summary>
    double SureThreshold { get; }

    /// <summary>The people that a face may be, surest first, only those above <see cref="SuggestThreshold"/>; empty means unknown.</summary>
    /// <param name="embedding">The face, of unit length.</param>
    /// <param name="rejected">People that the face is known not to be.</param>
    /// <param name="most">The greatest number of suggestions, 1 or more.</param>
    /// <exception cref="ArgumentException">The embedding has another length than <see cref="Dimension"/>.</exception>
    IReadOnlyList<PersonSuggestion> Suggest(ReadOnlySpan<float> embedding, IReadOnlyCollection<long>? rejected = null, int most = 3);

    /// <summary>
    /// Why a face may be whom: the people that come into question, surest first, those below <see cref="SuggestThreshold"/> too, with what
    /// the probability of each is made of.
    /// </summary>
    /// <param name="embedding">The face, of unit length.</param>
    /// <param name="rejected">People that the face is known not to be; they are left out.</param>
    /// <param name="also">People to explain though they do not come into question.</param>
    /// <exception cref="ArgumentException">The embedding has another length than <see cref="Dimension"/>.</exception>
    IReadOnlyList<PersonEvidence> Explain(ReadOnlySpan<float> embedding, IReadOnlyCollection<long>? rejected = null, IReadOnlyCollection<long>? also = null);

    /// <summary>As <see cref="Suggest"/> for many faces, in batches on all cores.</summary>
    /// <param name="embeddings">The faces, each of unit length.</param>
    /// <param name="found">Called once for each face, from several threads and in no fixed order, with its index and suggestions.</param>
    /// <param name="rejected">The people that a face, given by its index, is known not to be; null where there are none.</param>
    /// <param name="most">The greatest number of suggestions for a face, 1 or more.</param>
    /// <param name="parallelism">Threads, 1 or more; all cores when null.</param>
    /// <param name="cancel">Stops between two batches.</param>
    /// <exception cref="ArgumentException">An embedding has another length than <see cref="Dimension"/>.</exception>
    void SuggestMany(
        IReadOnlyList<float[]> embeddings,
        Action<int, IReadOnlyList<PersonSuggestion>> found,
        Func<int, IReadOnlyCollection<long>?>? rejected = null,
        int most = 3,
        int? parallelism = null,
        CancellationToken cancel = default);
}
