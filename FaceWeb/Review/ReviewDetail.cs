using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;

namespace FaceWeb.Review;

/// <summary>What the review page shows of a face beyond its crop.</summary>
/// <param name="Id">The face.</param>
/// <param name="PhotoId">The photo it is on.</param>
/// <param name="PhotoWidth">Width of the upright photo in pixels.</param>
/// <param name="PhotoHeight">Height of the upright photo in pixels.</param>
/// <param name="TakenAt">When the photo was taken, by the clock at that place; null when nothing says it.</param>
/// <param name="Box">The face's box, pixels of the upright photo.</param>
/// <param name="Quality">How much its measurements can be trusted, 0 to 1.</param>
/// <param name="Decision">What is said of it.</param>
/// <param name="Person">Who it is, when confirmed; null otherwise.</param>
/// <param name="Suggestions">At most three people, surest first.</param>
/// <param name="Version">Its version.</param>
/// <param name="Mine">Whether what is said of it was said by the user who asks; false while it is undecided.</param>
/// <param name="Seen">From when to when a video shows it; null on a photo.</param>
public sealed record ReviewDetail(
    long Id,
    long PhotoId,
    int PhotoWidth,
    int PhotoHeight,
    DateTime? TakenAt,
    BoxView Box,
    double Quality,
    FaceDecision Decision,
    PersonRef? Person,
    IReadOnlyList<SuggestionView> Suggestions,
    int Version,
    bool Mine,
    SeenSpan? Seen = null);
