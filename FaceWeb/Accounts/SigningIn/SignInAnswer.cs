namespace FaceWeb.Accounts.SigningIn;

/// <summary>What came of a try to sign in.</summary>
/// <param name="IsIn">Whether the visitor is signed in.</param>
/// <param name="NeedsCode">Whether the password was right and the code of the second factor is asked for.</param>
/// <param name="Sentence">Why not, for the visitor; the same for an account that is not there as for a wrong password.</param>
public sealed record SignInAnswer(bool IsIn, bool NeedsCode, string? Sentence)
{
    /// <summary>Signed in.</summary>
    public static SignInAnswer In { get; } = new(true, false, null);

    /// <summary>The code is asked for.</summary>
    public static SignInAnswer Code { get; } = new(false, true, null);

    /// <summary>It failed.</summary>
    public static SignInAnswer Not(string sentence) => new(false, false, sentence);

    /// <summary>There were too many wrong tries.</summary>
    public static SignInAnswer Wait(TimeSpan time) =>
        Not($"There were too many wrong tries. Try again in {Math.Ceiling(time.TotalSeconds):0} seconds.");
}
