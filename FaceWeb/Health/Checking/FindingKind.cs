namespace FaceWeb.Health.Checking;

/// <summary>What can be wrong between the database and the files, and within the database.</summary>
public enum FindingKind
{
    /// <summary>SQLite finds the file damaged.</summary>
    DamagedDatabase,

    /// <summary>A row names another that is not there.</summary>
    DanglingRow,

    /// <summary>A photo's original is not in the store.</summary>
    MissingOriginal,

    /// <summary>A stored original holds something else than its name says.</summary>
    DamagedOriginal,

    /// <summary>A stored file that no photo names. Mended by removing it.</summary>
    UnnamedFile,

    /// <summary>A face is confirmed as nobody, or has a person without being confirmed.</summary>
    DecisionWithoutPerson,

    /// <summary>A face is decided, and no event says by whom.</summary>
    DecisionWithoutEvent,

    /// <summary>The last event of a face says something else than the face.</summary>
    DecisionUnlikeEvent,

    /// <summary>A face's first suggestion is not the one that its row is sorted by. Mended from the suggestions.</summary>
    SuggestionUnlikeRow,

    /// <summary>A decided face still has suggestions. Mended by removing them.</summary>
    SuggestionOfDecided,

    /// <summary>An analysed photo's face has no measurement at all.</summary>
    FaceWithoutMeasurement,
}
