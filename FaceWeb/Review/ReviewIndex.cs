using FaceWeb.Faces;

namespace FaceWeb.Review;

/// <summary>The faces that wait for a decision, by person: everything that the review page needs to lay out its grid.</summary>
/// <param name="Total">How many faces the filter lets through.</param>
/// <param name="Groups">Those of them that are listed, see <see cref="ReviewList.Most"/>: the person with the surest face first.</param>
/// <param name="Pictures">What the addresses of their pictures carry.</param>
public sealed record ReviewIndex(int Total, IReadOnlyList<ReviewGroup> Groups, PictureStamps Pictures);
