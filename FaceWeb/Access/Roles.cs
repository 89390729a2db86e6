namespace FaceWeb.Access;

/// <summary>The roles that a user can have: exactly one each.</summary>
public static class Roles
{
    /// <summary>May do everything.</summary>
    public const string Admin = "Admin";

    /// <summary>May upload, review and name.</summary>
    public const string Editor = "Editor";

    /// <summary>May look.</summary>
    public const string Viewer = "Viewer";

    /// <summary>All of them, strongest first.</summary>
    public static IReadOnlyList<string> All { get; } = [Admin, Editor, Viewer];
}
