using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Yixiang.Filings;

namespace Yixiang.Tests.Rules;

/// <summary>Moves that are not declared must not compile, even inside the assembly that holds them.</summary>
public class DoesNotCompile
{
    private static readonly MetadataReference[] Assemblies =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Append(typeof(Filing).Assembly.Location).Distinct().Select(path => MetadataReference.CreateFromFile(path)),
    ];

    [Theory]
    [InlineData("CS0200", "void M(Filing f) => f.State = FilingState.Accepted;")]
    [InlineData("CS0200", "void M(Instrument i) => i.State = InstrumentState.Published;")]
    [InlineData("CS0200", "void M(Batch b) => b.State = BatchState.Published;")]
    [InlineData("CS0200", "void M(Organisation o) => o.State = OrganisationState.Verified;")]
    [InlineData("CS0200", "void M(Grant g) => g.State = GrantState.Granted;")]
    [InlineData("CS1503", "void M(Act a, Filing f) => Filing.Lifecycle.Return.Fire(a, f, new Nothing());")]
    [InlineData("CS1503", "void M(Act a, Batch b) => Batch.Lifecycle.Clear.Fire(a, b, new Nothing());")]
    [InlineData("CS1503", "void M(Act a, Batch b) => Filing.Lifecycle.Submit.Fire(a, b, new Nothing());")]
    [InlineData("CS0122", "void M() => Filing.Lifecycle.Declare<Nothing>(\"jump\", [], FilingState.Accepted, [Role.Visitor]);")]
    [InlineData("CS0122", "void M(Filing f) => Filing.Lifecycle.Enter(f, FilingState.Accepted);")]
    [InlineData("CS0200", "void M() => Filing.Lifecycle.Accept = Filing.Lifecycle.Accept;")]
    [InlineData("CS8509", "string M(FilingState s) => s switch { FilingState.Draft => \"\", FilingState.Submitted => \"\" };")]
    [InlineData(null, "void M(Act a, Filing f) => Filing.Lifecycle.Return.Fire(a, f, new Return(\"why\", null));")]
    [InlineData(null, "FilingState M(Filing f) => f.State;")]
    public void A_move_that_is_not_declared_is_a_compiler_error(string? error, string member)
    {
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable,
            specificDiagnosticOptions: new Dictionary<string, ReportDiagnostic> { ["CS8509"] = ReportDiagnostic.Error });
        var source = CSharpSyntaxTree.ParseText(
            $"using Yixiang.Accounts; using Yixiang.Filings; using Yixiang.Instruments; using Yixiang.Kernel; using Yixiang.Ledger; using Yixiang.Organisations; class C {{ {member} }}",
            cancellationToken: TestContext.Current.CancellationToken);

        // The name of the tests' assembly: it sees what is internal to the product, as the product itself does.
        var errors = CSharpCompilation.Create("Yixiang.Tests", [source], Assemblies, options)
            .GetDiagnostics(TestContext.Current.CancellationToken).Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.Id).Distinct();

        Assert.Equal(error is null ? [] : [error], errors);
    }
}
