using FaceWeb.History.Decisions;

namespace FaceWeb.Groups;

/// <summary>What naming a group did.</summary>
/// <param name="Outcome">The decisions.</param>
/// <param name="LeftOut">How many faces stayed in the group, because somebody has said of them that they are not this person.</param>
public sealed record NamedGroup(DecisionOutcome Outcome, int LeftOut);
