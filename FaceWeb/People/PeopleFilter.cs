namespace FaceWeb.People;

/// <summary>Which people to list. Merged people are never listed.</summary>
/// <param name="Hidden">False: all but hidden people; true: hidden people only; null: both.</param>
/// <param name="Order">In which order.</param>
public sealed record PeopleFilter(bool? Hidden = false, PeopleOrder Order = PeopleOrder.Name);
