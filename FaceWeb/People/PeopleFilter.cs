namespace FaceWeb.People;

/// <summary>Which people to list. Merged people are never listed.</summary>
/// <param name="Hidden">False: all but hidden people; true: hidden people only; null: both.</param>
/// <param name="Order">In which order.</param>
/// <param name="Search">Only people whose name contains this, letter case and accents aside; null or blank for all.</param>
public sealed record PeopleFilter(bool? Hidden = false, PeopleOrder Order = PeopleOrder.Name, string? Search = null);
