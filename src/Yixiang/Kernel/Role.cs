namespace Yixiang.Kernel;

/// <summary>What a person is in the product. An account may hold several; one of them is active at a time.</summary>
/// <remarks>The three administrators (system, security, audit) are separated by GB/T 22239 8.1.4.2: none of them may be combined with another role in one account.</remarks>
public enum Role
{
    Visitor,
    User,
    Technician,
    UnitAdministrator,
    CountyOfficer,
    BureauOfficer,
    Expert,
    Auditor,
    SystemAdministrator,
    SecurityAdministrator,
}

public static class Roles
{
    /// <summary>Roles that stand alone in an account.</summary>
    public static readonly Role[] Separated = [Role.SystemAdministrator, Role.SecurityAdministrator, Role.Auditor];

    public static readonly Role[] Officers = [Role.CountyOfficer, Role.BureauOfficer];

    /// <summary>Roles that belong to one organisation.</summary>
    public static readonly Role[] OfOrganisation = [Role.UnitAdministrator, Role.Technician];
}
