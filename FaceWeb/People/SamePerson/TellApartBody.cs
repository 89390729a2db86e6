namespace FaceWeb.People.SamePerson;

/// <summary>Two people who look alike and are two.</summary>
/// <param name="PersonId">The one.</param>
/// <param name="OtherPersonId">The other.</param>
public sealed record TellApartBody(long PersonId, long OtherPersonId);
