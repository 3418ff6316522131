using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Operator;

/// <summary>The operator's command line. Exit codes: 0 done, 1 refused or something found, 2 arguments or place unusable.</summary>
public static class CommandLine
{
    public static async Task<int> RunAsync(string[] args, TextWriter? output = null, TextWriter? error = null)
    {
        var language = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = language.TwoLetterISOLanguageName == "zh" ? Chinese : English;
        var parsed = Root().Parse(args);
        var code = await parsed.InvokeAsync(new()
        {
            Output = output ?? Console.Out,
            Error = error ?? Console.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = IsServing(parsed) ? null : TimeSpan.FromSeconds(10),
        });
        return parsed.Action is ParseErrorAction ? Outcome.Unusable : code;
    }

    public static RootCommand Root()
    {
        var root = new RootCommand(T("operator.yixiang"))
        {
            ServeCommand.Create(), MigrateCommand.Create(), VerifyJournalCommand.Create(), ExportCommand.Create(), BackupCommand.Create(),
            RestoreCommand.Create(), MoveToPostgresCommand.Create(), UserCommand.Create(), ImportCommand.Create(), VerifyIndexCommand.Create(), RebuildIndexCommand.Create(),
        };
        ServeCommand.ActFor(root);
        return root;
    }

    /// <summary>Serving catches the signals of its end by itself.</summary>
    private static bool IsServing(ParseResult parsed) => parsed.CommandResult.Command is RootCommand or { Name: ServeCommand.Name };
}
