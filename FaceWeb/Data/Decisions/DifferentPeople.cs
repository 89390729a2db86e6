namespace FaceWeb.Data.Decisions;

/// <summary>A person said that two people who look alike are two: never proposed as one again. Taken back with the action.</summary>
public sealed class DifferentPeople
{
    /// <summary>The one with the lower key.</summary>
    public long PersonId { get; set; }

    /// <summary>The one with the higher key.</summary>
    public long OtherPersonId { get; set; }

    /// <summary>The action that said so.</summary>
    public long ActionId { get; set; }
}
