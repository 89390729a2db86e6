namespace FaceWeb.Pipeline.Classification.Report;

/// <summary>Kinds of <see cref="PersonNote"/>.</summary>
public enum PersonNoteKind
{
    /// <summary>One or two confirmed faces: names come from the nearest face alone.</summary>
    TooFew,

    /// <summary>The person's faces do not look like one person.</summary>
    Contradictory,

    /// <summary>Two faces of one photo were confirmed as the same person.</summary>
    TwiceInOnePhoto,
}
