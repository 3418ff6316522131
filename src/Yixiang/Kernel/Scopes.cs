namespace Yixiang.Kernel;

/// <summary>Something that belongs to one organisation.</summary>
public interface IOfUnit
{
    /// <summary>Null where it belongs to the bureau itself.</summary>
    long? OrganisationId { get; }
}

/// <summary>Something that lies in one area of the city.</summary>
public interface IInArea
{
    string AreaCode { get; }
}

/// <summary>The scopes that several lifecycles share.</summary>
public static class Scopes
{
    /// <summary>A unit moves what is its own.</summary>
    public static Scope<TEntity> OwnUnit<TEntity>() where TEntity : IOfUnit => new("own unit", (e, a) => e.OrganisationId is { } unit && unit == a.OrganisationId);

    /// <summary>A county officer moves what lies in the county, the bureau everything.</summary>
    public static Scope<TEntity> OwnArea<TEntity>() where TEntity : IInArea => new("own area", (e, a) => a.Role == Role.BureauOfficer || a.AreaCode == e.AreaCode);

    /// <summary>What either scope holds.</summary>
    public static Scope<TEntity> Or<TEntity>(this Scope<TEntity> scope, string name, Func<TEntity, Actor, bool> holds) =>
        new($"{scope.Name}; {name}", (e, a) => scope.Holds(e, a) || holds(e, a));
}
