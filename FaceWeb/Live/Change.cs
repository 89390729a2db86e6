namespace FaceWeb.Live;

/// <summary>Something changed that an open page may be showing. Null means "not tied to one".</summary>
/// <param name="Kind">What changed.</param>
/// <param name="AlbumId">The album it belongs to.</param>
/// <param name="PhotoId">The photo it belongs to.</param>
/// <param name="FaceId">The face.</param>
/// <param name="PersonId">The person.</param>
/// <param name="JobId">The job.</param>
public readonly record struct Change(
    ChangeKind Kind, long? AlbumId = null, long? PhotoId = null, long? FaceId = null, long? PersonId = null, long? JobId = null);
