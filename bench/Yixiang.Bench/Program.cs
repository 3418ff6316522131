using Yixiang.Bench;

return args switch
{
    ["workbook", var file, var rows] => WriteWorkbook(file, int.Parse(rows, System.Globalization.CultureInfo.InvariantCulture)),
    ["import", .. var rest] => await ImportBench.RunAsync(rest),
    ["pages", .. var rest] => await PublicPages.RunAsync(rest),
    ["search", .. var rest] => await SearchBench.RunAsync(rest),
    ["start", .. var rest] => await StartBench.RunAsync(rest),
    ["fresh"] => await FreshBench.RunAsync(),
    ["empty-site", .. var rest] => await StartBench.ServeNothingAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: bin/bench import [--rows 100000] [--only first] | pages [--only detail] | fresh | search [--to 50000] | start [--to 50000] [--site Yixiang.dll] | workbook FILE ROWS      on SQLite, and on PostgreSQL where TEST_POSTGRES is set");
    return 2;
}

// The very file that the import is measured with, for trying the command line.
static int WriteWorkbook(string file, int rows)
{
    Workbook.Write(file, rows);
    return 0;
}
