using Yixiang.Bench;

return args switch
{
    ["import", .. var rest] => await ImportBench.RunAsync(rest),
    ["pages"] => await PublicPages.RunAsync(),
    ["search", .. var rest] => await SearchBench.RunAsync(rest),
    ["start", .. var rest] => await StartBench.RunAsync(rest),
    ["empty-site", .. var rest] => await StartBench.ServeNothingAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: bin/bench import [--rows 100000] | pages | search [--to 50000] | start [--to 50000]      on SQLite, and on PostgreSQL where TEST_POSTGRES is set");
    return 2;
}
