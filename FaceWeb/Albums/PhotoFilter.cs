using FaceWeb.Data;

namespace FaceWeb.Albums;

/// <summary>Which photos of an album are wanted; null means all.</summary>
/// <param name="PersonId">Only photos on which this person is confirmed.</param>
/// <param name="State">Only photos in this state.</param>
public sealed record PhotoFilter(long? PersonId = null, PhotoState? State = null);
