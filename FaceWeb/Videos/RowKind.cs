namespace FaceWeb.Videos;

/// <summary>Whose appearances a row of the time line shows.</summary>
public enum RowKind
{
    /// <summary>A person's, confirmed or suggested.</summary>
    Person,

    /// <summary>Somebody's who has no name yet.</summary>
    Unknown,

    /// <summary>Those that were put aside: ignored, or no faces.</summary>
    Aside,
}
