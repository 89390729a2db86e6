namespace FaceWeb.Live;

/// <summary>What kind of thing changed.</summary>
public enum ChangeKind
{
    /// <summary>An album was made, renamed or deleted.</summary>
    Album,

    /// <summary>A photo was added or deleted, or its state changed.</summary>
    Photo,

    /// <summary>A face was decided, added or moved.</summary>
    Face,

    /// <summary>Suggestions were made anew.</summary>
    Suggestions,

    /// <summary>A person was made, renamed, merged, split or deleted.</summary>
    Person,

    /// <summary>A job's progress or state changed.</summary>
    Job,

    /// <summary>A classifier was trained or activated.</summary>
    Classifier,

    /// <summary>
    /// Somebody did, took back or did again something of which pages are told otherwise only as of changed photos, as analyses change them all the
    /// time.
    /// </summary>
    Step,
}
