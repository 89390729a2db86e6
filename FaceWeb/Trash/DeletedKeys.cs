namespace FaceWeb.Trash;

/// <summary>What a deletion keeps for doing it again.</summary>
/// <param name="Keys">The keys of the photos, the album or the person.</param>
internal sealed record DeletedKeys(IReadOnlyList<long> Keys);
