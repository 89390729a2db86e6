using FaceWeb.History.Decisions;

namespace FaceWeb.Review;

/// <summary>What a person pressed on the review page, in order; each action is undone by itself.</summary>
/// <param name="Actions">The actions, 1 to <see cref="ReviewPageApi.MostActions"/>, each with the faces it decides.</param>
public sealed record ReviewActionsBody(IReadOnlyList<DecisionsBody> Actions);
