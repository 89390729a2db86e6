namespace FaceWeb.Data.Decisions;

/// <summary>What kind of thing a person did in one step.</summary>
public enum ActionKind
{
    /// <summary>Decided one face or several at once.</summary>
    Decide = 0,

    /// <summary>Merged people into one.</summary>
    Merge = 1,

    /// <summary>Split faces off a person.</summary>
    Split = 2,

    /// <summary>Drew a face by hand.</summary>
    AddFace = 3,

    /// <summary>Took an earlier action back.</summary>
    Undo = 4,

    /// <summary>Forgot a person: cannot be undone, and keeps nothing else from being undone.</summary>
    Forget = 5,

    /// <summary>Moved or resized a face's box; what is said of the face stayed as it was.</summary>
    MoveFace = 6,

    /// <summary>
    /// Took faces out of a group of similar unknown faces, or split it. Says nothing of who they are, so it keeps nothing else from being
    /// undone.
    /// </summary>
    Separate = 10,

    /// <summary>Said of two people that they are two.</summary>
    TellApart = 11,

    /// <summary>Renamed or hid a person, or gave them another cover face or birth date.</summary>
    EditPerson = 12,

    /// <summary>
    /// Looked at a confirmed face again and found it right: changes nothing, but the training report does not doubt the face again.
    /// </summary>
    Reaffirm = 20,

    /// <summary>Turned a photo by 90 or 180 degrees; its boxes turned with it, and what is said of its faces stayed.</summary>
    TurnPhoto = 30,

    /// <summary>Cut an appearance in a video in two at a time, because it holds two people.</summary>
    CutTrack = 40,

    /// <summary>Made one of two appearances in a video, because they are one person's.</summary>
    JoinTracks = 41,

    /// <summary>Put photos into the trash.</summary>
    DeletePhotos = 50,

    /// <summary>Put an album into the trash.</summary>
    DeleteAlbum = 51,

    /// <summary>Put a person into the trash; their faces became undecided.</summary>
    DeletePerson = 52,
}
