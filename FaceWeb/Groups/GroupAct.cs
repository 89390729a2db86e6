using FaceWeb.Faces.Naming;

namespace FaceWeb.Groups;

/// <summary>Something that a user wants done with a group on its page.</summary>
/// <param name="Kind">What.</param>
/// <param name="FaceIds">With which of its faces; null for all.</param>
/// <param name="Person">Who they are, for a name.</param>
/// <param name="Parts">The parts, for a split.</param>
public sealed record GroupAct(
    GroupActKind Kind, IReadOnlyList<long>? FaceIds, PersonChoice? Person = null, IReadOnlyList<IReadOnlyList<long>>? Parts = null);
