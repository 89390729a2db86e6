namespace FaceWeb.Accounts.SigningIn;

/// <summary>Where somebody is led after the sign-in.</summary>
internal static class ReturnPath
{
    /// <summary>The page that was asked for, or the start page when it is not a path of this site: a link must not lead elsewhere.</summary>
    public static string Of(string? asked) => asked is { Length: > 1 } url && url[0] == '/' && url[1] != '/' && url[1] != '\\' ? url : "/";
}
