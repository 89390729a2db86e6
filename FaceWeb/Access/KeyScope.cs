namespace FaceWeb.Access;

/// <summary>What an API key may do at most, whatever its owner may.</summary>
public static class KeyScope
{
    /// <summary>Look.</summary>
    public const string Read = "read";

    /// <summary>Look, upload, decide, name.</summary>
    public const string Edit = "edit";

    /// <summary>All that its owner may.</summary>
    public const string Admin = "admin";

    /// <summary>The claim that a request with a key carries.</summary>
    internal const string Claim = "faceweb:scope";

    /// <summary>All of them, weakest first.</summary>
    public static IReadOnlyList<string> All { get; } = [Read, Edit, Admin];

    /// <summary>The role that a user has while he acts through a key: the weaker of his own and the key's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such scope.</exception>
    public static string RoleWithin(string scope, string role)
    {
        var most = scope switch
        {
            Read => Roles.Viewer,
            Edit => Roles.Editor,
            Admin => Roles.Admin,
            _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, "There is no such scope."),
        };
        return Roles.All[Math.Max(IndexOf(most), IndexOf(role))];
    }

    private static int IndexOf(string role) => Roles.All.ToList().IndexOf(role);
}
