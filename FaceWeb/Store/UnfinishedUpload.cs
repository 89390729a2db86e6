namespace FaceWeb.Store;

/// <summary>What is known of a file that comes in pieces, kept beside its bytes.</summary>
/// <param name="UserId">Who sends it; nobody else is told of it.</param>
/// <param name="AlbumId">The album that it is for.</param>
/// <param name="FileName">Its name.</param>
/// <param name="Length">Bytes that it will have.</param>
/// <param name="Begun">When the sender announced it (UTC).</param>
public sealed record UnfinishedUpload(string UserId, long AlbumId, string FileName, long Length, DateTime Begun);
