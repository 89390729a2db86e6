using FaceWeb.Data;
using FaceWeb.Data.Decisions;

namespace FaceWeb.Faces;

/// <summary>Which faces to list. Conditions are joined by "and"; null asks for nothing.</summary>
/// <param name="Decision">Only faces with this decision.</param>
/// <param name="PersonId">Only faces confirmed as this person.</param>
/// <param name="SuggestedPersonId">Only undecided faces whose first suggestion is this person.</param>
/// <param name="AlbumId">Only faces on photos of this album.</param>
/// <param name="MinProbability">Only faces whose first suggestion has at least this probability, 0 to 1.</param>
/// <param name="GroupId">Only faces of this group of similar unknown faces.</param>
/// <param name="Order">In which order.</param>
/// <param name="MinQuality">Only faces of at least this quality, 0 to 1.</param>
/// <param name="TakenFrom">Only faces on photos taken at this moment or later.</param>
/// <param name="TakenTo">Only faces on photos taken before this moment.</param>
/// <param name="Unknown">Only faces without a suggestion.</param>
/// <param name="MaxProbability">Only faces whose first suggestion has at most this probability, 0 to 1.</param>
public sealed record FaceFilter(
    FaceDecision? Decision = null,
    long? PersonId = null,
    long? SuggestedPersonId = null,
    long? AlbumId = null,
    double? MinProbability = null,
    long? GroupId = null,
    FaceOrder Order = FaceOrder.SurestFirst,
    double? MinQuality = null,
    DateTime? TakenFrom = null,
    DateTime? TakenTo = null,
    bool Unknown = false,
    double? MaxProbability = null);
