namespace FaceWeb.Bench.Kills;

/// <summary>Something that FaceWeb is asked to do, or does by itself, while it is killed.</summary>
internal enum Deed
{
    /// <summary>An album is made and photos are uploaded.</summary>
    Upload,

    /// <summary>Photos are analysed.</summary>
    Analysis,

    /// <summary>Faces are confirmed, rejected, ignored, said to be none, or undecided.</summary>
    Decide,

    /// <summary>People are merged.</summary>
    Merge,

    /// <summary>A person is renamed.</summary>
    Rename,

    /// <summary>The last action is taken back.</summary>
    Undo,

    /// <summary>What was taken back is done again.</summary>
    Redo,

    /// <summary>A photo, an album or a person is put into the trash.</summary>
    Trash,

    /// <summary>Something is brought back from the trash.</summary>
    BringBack,

    /// <summary>A person is forgotten, with or without all measurements, or something in the trash is deleted for good.</summary>
    Forget,

    /// <summary>The classifier is trained.</summary>
    Training,

    /// <summary>A backup is made.</summary>
    Backup,

    /// <summary>A backup is prepared to be restored, or a start restores it.</summary>
    Restore,

    /// <summary>A start brings the database of an older version up to date.</summary>
    Migration,

    /// <summary>FaceWeb starts.</summary>
    Start,
}
