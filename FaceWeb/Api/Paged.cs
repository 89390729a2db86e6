namespace FaceWeb.Api;

/// <summary>One page of a list.</summary>
/// <param name="Total">How many items the whole list has.</param>
/// <param name="Items">The items of this page.</param>
public sealed record Paged<T>(int Total, IReadOnlyList<T> Items);
