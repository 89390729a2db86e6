namespace FaceWeb.Data.Deleted;

/// <summary>What lies in the trash as one thing.</summary>
public enum TrashKind
{
    /// <summary>A photo or a video, with its faces.</summary>
    Photo = 0,

    /// <summary>An album with its photos and their faces.</summary>
    Album = 1,

    /// <summary>A person, with those merged into them; their faces stay where they are, undecided.</summary>
    Person = 2,
}
