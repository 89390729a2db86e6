namespace FaceWeb.Access;

/// <summary>The places from which an action can come, by the names under which the history keeps and shows them ("from the groups page").</summary>
public static class ActionSource
{
    /// <summary>The HTTP API.</summary>
    public const string Api = "api";

    /// <summary>The review page.</summary>
    public const string Review = "review";

    /// <summary>A photo's page.</summary>
    public const string Photo = "photo page";

    /// <summary>A video's page.</summary>
    public const string Video = "video page";

    /// <summary>A face's page.</summary>
    public const string Face = "face page";

    /// <summary>The groups of unknown faces.</summary>
    public const string Groups = "groups";

    /// <summary>The list of people.</summary>
    public const string People = "people";

    /// <summary>An album's page.</summary>
    public const string Album = "album page";

    /// <summary>The list of albums.</summary>
    public const string Albums = "albums";

    /// <summary>The trash.</summary>
    public const string Trash = "trash";

    /// <summary>An upload of what lay in the trash.</summary>
    public const string Upload = "upload";

    /// <summary>A person's page.</summary>
    public const string Person = "person";

    /// <summary>The page that proposes two people as one.</summary>
    public const string SamePerson = "same person";

    /// <summary>The training page.</summary>
    public const string Training = "training";
}
