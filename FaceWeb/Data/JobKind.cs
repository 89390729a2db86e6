namespace FaceWeb.Data;

/// <summary>The kinds of long work that have a row of their own (photos carry their own state).</summary>
public enum JobKind
{
    /// <summary>Train the classifier.</summary>
    Train = 0,

    /// <summary>Suggest names for all undecided faces.</summary>
    Suggest = 1,

    /// <summary>Measure the faces that lack an embedding of a model pack in use.</summary>
    Embed = 2,

    /// <summary>Make a backup.</summary>
    Backup = 3,

    /// <summary>Make a small film of a video that every browser plays.</summary>
    PreviewFilm = 20,

    /// <summary>Burn boxes and names into a video's picture.</summary>
    NamedFilm = 21,
}
