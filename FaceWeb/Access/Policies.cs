namespace FaceWeb.Access;

/// <summary>Who may do what. Each role may do all that the ones before it may.</summary>
public static class Policies
{
    /// <summary>Look at albums, photos, faces and people: every signed-in user.</summary>
    public const string View = "view";

    /// <summary>Upload, decide, name, merge: editors and admins.</summary>
    public const string Edit = "edit";

    /// <summary>Train, settings, users, jobs: admins.</summary>
    public const string Admin = "admin";
}
