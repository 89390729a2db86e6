using FaceWeb.Data;
using FaceWeb.Data.Decisions;

namespace FaceWeb.History.Decisions;

/// <summary>What is said of a face.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="PersonId">The person, when confirmed; null otherwise.</param>
internal readonly record struct FaceState(FaceDecision Decision, long? PersonId)
{
    public static FaceState Undecided => new(FaceDecision.Undecided, null);

    public static FaceState Confirmed(long personId) => new(FaceDecision.Confirmed, personId);
}
