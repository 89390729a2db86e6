namespace FaceWeb.Store;

/// <summary>What a received file seems to be, by its first bytes.</summary>
public enum StagedKind
{
    /// <summary>A picture, or something that will be refused.</summary>
    Photo,

    /// <summary>A ZIP archive.</summary>
    Zip,

    /// <summary>A video.</summary>
    Video,
}
