namespace FaceWeb.Live;

/// <summary>Something changed that an open page may be showing. Null means "not tied to one".</summary>
/// <param name="Kind">What changed.</param>
/// <param name="AlbumId">The album it belongs to.</param>
/// <param name="PhotoId">The photo it belongs to.</param>
/// <param name="FaceId">The face.</param>
/// <param name="PersonId">The person.</param>
/// <param name="JobId">The job.</param>
public readonly record struct Change(
    ChangeKind Kind, long? AlbumId = null, long? PhotoId = null, long? FaceId = null, long? PersonId = null, long? JobId = null)
{
    // Suggestions are told of for each photo and for each person where they are few.
    private bool IsOfSuggestionsOfAll => Kind == ChangeKind.Suggestions && PhotoId is null && PersonId is null;

    /// <summary>Whether a page that shows a photo or video with its names may have to be read anew.</summary>
    public bool ConcernsPhoto(long id) =>
        PhotoId == id || IsOfSuggestionsOfAll || (PhotoId is null && Kind is ChangeKind.Person or ChangeKind.Face);

    /// <summary>Whether a page that shows a person with their faces may have to be read anew.</summary>
    public bool ConcernsPerson(long id) =>
        Kind is ChangeKind.Person or ChangeKind.Face || IsOfSuggestionsOfAll || (Kind == ChangeKind.Suggestions && PersonId == id);
}
