using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Yixiang.Kernel;

namespace Yixiang.Tests.Ledger;

/// <summary>A column that holds text, found in the model itself.</summary>
/// <param name="Most">Longest text; 0 where there is no limit.</param>
internal sealed record TextColumn(IEntityType Entity, string Table, string Column, int Most)
{
    public string Name => $"{Table}.{Column}";
}

/// <summary>
/// Every column of text that the database has, and what the public may learn of it. A column that nobody thought of is private:
/// it gets a canary in at least one row, or the test fails with its name.
/// </summary>
internal static class TextColumns
{
    /// <summary>Columns in which nobody's words stand: what the product itself writes from closed lists and counters, each with the reason.</summary>
    private static readonly Dictionary<string, string> Machine = new()
    {
        ["accounts.language"] = "zh-CN or en",
        ["api_tokens.scopes"] = "words of a closed list",
        ["consents.notice_version"] = "number of the privacy notice",
        ["consents.purpose"] = "word of a closed list",
        ["deliveries.carrier"] = "name of a part of the product",
        ["documents.kind_code"] = "code of a public table",
        ["editions.class_code"] = "code of a public table",
        ["exemptions.reason_code"] = "code of a public table",
        ["filings.area_code"] = "code of a public table",
        ["filings.class_code"] = "code of a public table",
        ["filings.rules_version"] = "number of the city's rules",
        ["files.content_type"] = "type of a file, from a closed list",
        ["grants.area_code"] = "code of a public table",
        ["host_platforms.kind_code"] = "code of a public table",
        ["host_platforms.level_code"] = "code of a public table",
        ["instrument_versions.area_code"] = "code of a public table",
        ["instrument_versions.class_code"] = "code of a public table",
        ["instrument_versions.fee_basis"] = "code of a public table",
        ["journal.digest"] = "digest",
        ["journal.input_digest"] = "digest",
        ["journal_seals.entry_digest"] = "digest",
        ["journal_seals.hash"] = "digest",
        ["journal_seals.previous_hash"] = "digest",
        ["journal.what"] = "name of a move",
        ["journal.subject"] = "name of a kind of thing",
        ["journal.before"] = "name of a state",
        ["journal.after"] = "name of a state",
        ["needs.language"] = "zh-CN or en",
        ["needs.notice_version"] = "number of the privacy notice",
        ["needs.rules_version"] = "number of the city's rules",
        ["number_series.name"] = "name of a counter",
        ["organisations.area_code"] = "code of a public table",
        ["problem_reports.area_code"] = "code of a public table",
        ["problem_reports.kind_code"] = "code of a public table",
        ["problem_reports.language"] = "zh-CN or en",
        ["problem_reports.notice_version"] = "number of the privacy notice",
        ["problem_reports.rules_version"] = "number of the city's rules",
        ["province_packages.rules_version"] = "number of the city's rules",
        ["recommendations.area_code"] = "code of a public table",
        ["recommendations.rules_version"] = "number of the city's rules",
    };

    /// <summary>Columns that the public reads of a row that is itself public; in a row that is not, they carry a canary like all others.</summary>
    private static readonly Dictionary<string, string> PublicWithItsRow = new()
    {
        ["batches"] = "a published batch shows its title and its decision",
        ["documents"] = "an open document of a verified unit shows its title",
        ["editions"] = "a published notice shows its words",
        ["files"] = "an open document shows the name and digest of its file",
        ["filings"] = "the ledger names the filing on which a version rests",
        ["host_platforms"] = "the page of an organisation names them",
        ["instruments"] = "what is on the ledger is public",
        ["instrument_versions"] = "field by field: the private fields of a public version carry their own canaries",
        ["needs"] = "the answer is read by whoever holds the receipt",
        ["organisations"] = "an organisation with instruments on the ledger shows its profile",
        ["problem_reports"] = "the answer is read by whoever holds the receipt",
    };

    /// <summary>Columns that no visitor ever reads, although the rest of their row may be public.</summary>
    private static readonly HashSet<string> PrivateInPublicRows =
    [
        "batches.cleared_note", "batches.countersigned_note", "editions.remark", "filings.ground", "filings.exit_note", "filings.own_number", "filings.name", "filings.model",
        "needs.what", "needs.sample", "needs.amount", "needs.budget", "organisations.decision_note", "organisations.national_code", "problem_reports.text", "problem_reports.note",
    ];

    /// <summary>Tables whose rows cannot be rewritten, or whose rows the running product itself reads meanwhile: there the planted row is the canary.</summary>
    private static readonly string[] NotRewritten = ["journal", "deliveries", "data_protection_keys", "editions"];

    public static IReadOnlyList<TextColumn> Of(Db db) =>
    [
        .. from entity in db.Model.GetEntityTypes()
           let table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)
           where table is not null
           from property in Properties(entity)
           where IsText(property)
           let column = property.GetColumnName(table.Value)
           where column is not null
           orderby table.Value.Name, column
           select new TextColumn(entity, table.Value.Name, column, property.GetMaxLength() ?? 0),
    ];

    /// <summary>Declared as no secret although no canary is in it.</summary>
    public static bool IsMachine(TextColumn column) => Machine.ContainsKey(column.Name);

    /// <summary>Exceptions that speak of a column which is gone.</summary>
    public static IEnumerable<string> Outdated(IReadOnlyList<TextColumn> columns) =>
        Machine.Keys.Concat(PrivateInPublicRows).Except(columns.Select(c => c.Name)).Concat(PublicWithItsRow.Keys.Except(columns.Select(c => c.Table)));

    /// <summary>One row of every table, made from the model, with a canary in each of its texts; then a canary in every text of every row that the public never reads.</summary>
    public static async Task PlantAsync(Db db, DateTimeOffset now)
    {
        db.Record(JournalEntry.Of("canary", "canary-journal", "plant", new(Actor.Product, now)));
        Dictionary<IEntityType, object> planted = [];
        foreach (var entity in db.Model.GetEntityTypes().Where(e => e.GetTableName() is not (null or "journal" or "journal_seals" or "demo_time")))
        {
            Plant(db, entity, now, planted);
        }

        await db.SaveChangesAsync();
        foreach (var column in Of(db).Where(c => !IsMachine(c) && !NotRewritten.Contains(c.Table) && (!PublicWithItsRow.ContainsKey(c.Table) || PrivateInPublicRows.Contains(c.Name))))
        {
            var id = column.Entity.FindPrimaryKey()?.Properties is [{ ClrType: var type, Name: "Id" }] && type != typeof(string) ? "CAST(id AS text)" : "''";
            var statement = $"UPDATE {column.Table} SET \"{column.Column}\" = 'canary' || {id} WHERE \"{column.Column}\" IS NULL OR \"{column.Column}\" NOT LIKE '%canary%'";
            await db.Database.ExecuteSqlRawAsync(statement);
        }
    }

    /// <summary>How many rows of a column hold a canary.</summary>
    public static Task<int> CanariesAsync(Db db, TextColumn column)
    {
        var statement = $"SELECT CAST(COUNT(*) AS integer) AS \"Value\" FROM {column.Table} WHERE LOWER(CAST(\"{column.Column}\" AS text)) LIKE '%canary%'";
        return db.Database.SqlQueryRaw<int>(statement).SingleAsync();
    }

    private static IEnumerable<IProperty> Properties(ITypeBase type) => type.GetProperties().Concat(type.GetComplexProperties().SelectMany(c => Properties(c.ComplexType)));

    /// <summary>Text, or a list of texts; names of enumerated values are the product's own words.</summary>
    private static bool IsText(IProperty property) =>
        (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) is { IsEnum: false } type
        && (type == typeof(string) || type.IsAssignableTo(typeof(IEnumerable<string>)) || (property.GetTypeMapping().Converter?.ProviderClrType == typeof(string) && type != typeof(Guid)));

    private static object Plant(Db db, IEntityType entity, DateTimeOffset now, Dictionary<IEntityType, object> planted)
    {
        if (planted.TryGetValue(entity, out var there))
        {
            return there;
        }

        var row = planted[entity] = RuntimeHelpers.GetUninitializedObject(entity.ClrType);
        foreach (var list in entity.ClrType.GetProperties().Where(p => p.CanRead && p.PropertyType.IsGenericType && p.PropertyType.GetGenericTypeDefinition() == typeof(List<>)))
        {
            var field = entity.ClrType.GetField($"<{list.Name}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic);
            field?.SetValue(row, Activator.CreateInstance(list.PropertyType));
        }

        foreach (var complex in entity.GetComplexProperties())
        {
            Set(complex, row, Filled(complex.ComplexType, now));
        }

        foreach (var property in entity.GetProperties().Where(p => !p.IsForeignKey() && !p.IsShadowProperty() && !IsGenerated(p)))
        {
            Set(property, row, Value(property, now));
        }

        // The key of what it belongs to is known once that is saved.
        List<(IProperty Property, object Principal, IProperty Key)> keys = [];
        foreach (var foreign in entity.GetForeignKeys().Where(f => f.IsRequired && f.PrincipalEntityType != entity))
        {
            keys.Add((foreign.Properties[0], Plant(db, foreign.PrincipalEntityType, now, planted), foreign.PrincipalKey.Properties[0]));
        }

        foreach (var (property, principal, key) in keys)
        {
            Set(property, row, db.Entry(principal).Property(key.Name).CurrentValue);
        }

        var entry = db.Entry(row);
        entry.State = EntityState.Added;
        db.SaveChanges();
        db.Record(JournalEntry.Of("canary", "canary-journal", "plant", new(Actor.Product, now)));
        return row;
    }

    private static void Set(IPropertyBase property, object on, object? value)
    {
        switch (property.GetMemberInfo(forMaterialization: true, forSet: true))
        {
            case FieldInfo field:
                field.SetValue(on, value);
                break;
            case PropertyInfo member:
                member.SetValue(on, value);
                break;
        }
    }

    private static object Filled(IComplexType type, DateTimeOffset now)
    {
        var value = RuntimeHelpers.GetUninitializedObject(type.ClrType);
        foreach (var property in type.GetProperties())
        {
            Set(property, value, Value(property, now));
        }

        return value;
    }

    private static bool IsGenerated(IProperty property) => property.IsPrimaryKey() && property.ClrType != typeof(string);

    /// <summary>A canary in what is text, the first of what is enumerated, a moment far off, so that nothing becomes due.</summary>
    private static object? Value(IProperty property, DateTimeOffset now)
    {
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        if (type == typeof(string))
        {
            return property.GetMaxLength() is { } most and < 6 ? "canary"[..most] : "canary";
        }

        return property.IsNullable && type != typeof(string) ? null
            : type.IsAssignableTo(typeof(IEnumerable<string>)) ? (type.IsArray ? new[] { "canary" } : (object)new List<string> { "canary" })
            : type == typeof(byte[]) ? new byte[32]
            : type == typeof(DateTimeOffset) ? now.AddYears(5)
            : type == typeof(DateOnly) ? CityTime.DateOf(now).AddYears(5)
            : type == typeof(Guid) ? Guid.NewGuid()
            : type == typeof(int) ? 9000
            : type.IsEnum ? Enum.GetValues(type).GetValue(0)
            : RuntimeHelpers.GetUninitializedObject(type);
    }
}
