namespace FaceWeb.Access;

/// <summary>Of whom a second factor is asked.</summary>
public enum SecondFactorNeed
{
    /// <summary>It is offered to everybody.</summary>
    Nobody,

    /// <summary>Of admins.</summary>
    Admins,

    /// <summary>Of editors and admins: of all who may change something.</summary>
    Editors,
}
