namespace FaceWeb.History.Decisions;

/// <summary>What kind of thing somebody says of a face.</summary>
public enum SayingKind
{
    /// <summary>It is nobody's decision any more.</summary>
    Undecided,

    /// <summary>It is this person.</summary>
    Confirmed,

    /// <summary>It is not this person, whatever the machine thinks.</summary>
    Rejected,

    /// <summary>It is a stranger who is not to be named.</summary>
    Ignored,

    /// <summary>There is no face.</summary>
    NotAFace,
}
