namespace FaceWeb.Data.Decisions;

/// <summary>What a person has said of a face. A machine never writes anything but <see cref="Undecided"/>.</summary>
public enum FaceDecision
{
    /// <summary>Nobody has said anything.</summary>
    Undecided = 0,

    /// <summary>It is <see cref="Face.Person"/>.</summary>
    Confirmed = 1,

    /// <summary>A stranger: a face that is not to be named.</summary>
    Ignored = 2,

    /// <summary>The detector was wrong: there is no face.</summary>
    NotAFace = 3,
}
