using Microsoft.Extensions.Options;

namespace FaceWeb.Access;

/// <summary>The role that an account acts in: without the second factor that is asked of its own role, that of somebody who may only look.</summary>
public sealed class ActingRole(IOptions<AccessOptions> options)
{
    /// <summary>Finds it.</summary>
    /// <param name="role">The account's own role, one of <see cref="Roles.All"/>.</param>
    /// <param name="secondFactor">Whether its second factor is on.</param>
    public string Of(string role, bool secondFactor) => secondFactor || !Asks(role) ? role : Roles.Viewer;

    private bool Asks(string role) => options.Value.SecondFactor switch
    {
        SecondFactorNeed.Admins => role == Roles.Admin,
        SecondFactorNeed.Editors => role != Roles.Viewer,
        _ => false,
    };
}
