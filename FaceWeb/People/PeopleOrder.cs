namespace FaceWeb.People;

/// <summary>In which order people are listed.</summary>
public enum PeopleOrder
{
    /// <summary>By name.</summary>
    Name = 0,

    /// <summary>By confirmed faces, most first.</summary>
    MostFaces = 1,

    /// <summary>Those named last first.</summary>
    NewestFirst = 2,

    /// <summary>By faces waiting with this person as first suggestion, most first.</summary>
    MostSuggested = 3,
}
