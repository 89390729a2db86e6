namespace FaceWeb.Access;

/// <summary>Who may do what. Each role may do all that the ones before it may.</summary>
public static class Policies
{
    /// <summary>Look at albums, photos, faces and people: every signed-in user.</summary>
    public const string View = "view";

    /// <summary>Upload, decide, name, merge, see who did what and files as they were uploaded: editors and admins.</summary>
    public const string Edit = "edit";

    /// <summary>Train, settings, users, jobs, the numbers of faces: admins.</summary>
    public const string Admin = "admin";

    /// <summary>The roles that a policy lets in.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such policy.</exception>
    public static IReadOnlyList<string> RolesOf(string policy) => policy switch
    {
        View => Roles.All,
        Edit => [Roles.Admin, Roles.Editor],
        Admin => [Roles.Admin],
        _ => throw new ArgumentOutOfRangeException(nameof(policy), policy, "There is no such policy."),
    };
}
