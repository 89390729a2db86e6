namespace FaceWeb.Groups;

/// <summary>What a user wants done with a group.</summary>
public enum GroupActKind
{
    /// <summary>Name faces.</summary>
    Name,

    /// <summary>Ignore faces.</summary>
    Ignore,

    /// <summary>Take faces out.</summary>
    TakeOut,

    /// <summary>Make groups of their own of parts.</summary>
    Split,
}
