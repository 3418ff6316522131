using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Operator;

/// <summary>Brings a database to this version of the product; with <c>--check</c> only says whether it is there.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var check = new Option<bool>("--check") { Description = T("operator.migrate-check") };
        return new Command("migrate", T("operator.migrate")) { check }.Does(async (call, stop) =>
        {
            var schema = call.Of<Schema>();
            if (await schema.IsCurrentAsync(stop))
            {
                return new(Outcome.Done, T("operator.schema-current"), new { current = true, applied = Array.Empty<string>() });
            }

            var missing = (await call.Db.Database.GetPendingMigrationsAsync(stop)).ToList();
            if (call.Parsed.GetValue(check))
            {
                return new(Outcome.Found, T("operator.schema-behind", string.Join(", ", missing)), new { current = false, missing });
            }

            await schema.UpgradeAsync(stop);
            await call.Of<KeyCustody>().TakeAsync(call.Db, stop);
            return new(Outcome.Done, T("operator.migrated", string.Join(", ", missing)), new { current = true, applied = missing });
        });
    }
}
