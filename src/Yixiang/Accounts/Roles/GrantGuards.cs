using Yixiang.Kernel;

namespace Yixiang.Accounts;

/// <summary>What the database itself holds about roles: each of the three administrators stands alone in an account (GB/T 22239 8.1.4.2).</summary>
public static class GrantGuards
{
    private const string Message = "a separated administrator may hold no other role";
    private static readonly string Alone = string.Join(", ", Kernel.Roles.Separated.Select(r => $"'{r}'"));
    private static readonly string Clash =
        $"SELECT 1 FROM grants g WHERE g.account_id = NEW.account_id AND g.id <> NEW.id AND g.state = 'Granted' AND g.role <> NEW.role AND (g.role IN ({Alone}) OR NEW.role IN ({Alone}))";

    /// <summary>On PostgreSQL grants of one account wait for each other, so that two given at the same moment see each other; the account's row itself cannot be locked here, because the foreign key shares it already.</summary>
    public static readonly Guard Separated = new("separated administrators",
        [Trigger("insert", "AFTER INSERT"), Trigger("update", "AFTER UPDATE")],
        [
            $"""
            CREATE OR REPLACE FUNCTION grants_separated() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF NEW.state = 'Granted' THEN
                PERFORM pg_advisory_xact_lock(hashtextextended('grants', NEW.account_id));
                IF EXISTS ({Clash}) THEN RAISE EXCEPTION '{Message}' USING ERRCODE = 'check_violation'; END IF;
              END IF;
              RETURN NEW;
            END $$
            """,
            "CREATE OR REPLACE TRIGGER grants_separated AFTER INSERT OR UPDATE ON grants FOR EACH ROW EXECUTE FUNCTION grants_separated()",
        ]);

    private static string Trigger(string name, string when) =>
        $"CREATE TRIGGER IF NOT EXISTS grants_separated_{name} {when} ON grants WHEN NEW.state = 'Granted' AND EXISTS ({Clash}) BEGIN SELECT RAISE(ABORT, '{Message}'); END";
}
