namespace FaceWeb.Accounts;

/// <summary>The first admin, for automation (configuration section <c>FaceWeb:Admin</c>). Only read while there are no users.</summary>
public sealed class FirstAdminOptions
{
    /// <summary>The admin's e-mail address.</summary>
    public string? Email { get; set; }

    /// <summary>The admin's password, at least 10 characters.</summary>
    public string? Password { get; set; }

    /// <summary>An API key for the admin, at least 20 characters.</summary>
    public string? ApiKey { get; set; }
}
