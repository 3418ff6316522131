using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Accounts;

/// <summary>The one-time code of the first start: printed on the console of the machine, asked for on <c>/set-up</c>, so that only the operator can make the first administrators.</summary>
public sealed class SetUpCode(IServiceScopeFactory scopes, IConfiguration settings, ILogger<SetUpCode> log) : IHostedService
{
    private readonly string code = string.Join('-', Totp.ToText(RandomNumberGenerator.GetBytes(10)).Chunk(4).Select(g => new string(g)));

    /// <summary>Prints the code when nobody has an account yet.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (!await scope.ServiceProvider.GetRequiredService<Db>().Accounts.AnyAsync(cancellationToken))
        {
            log.LogInformation("No account exists yet. Open {Address}/set-up and enter the code {Code} to make the first administrators.", settings["Site:Address"] ?? settings["urls"], code);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public bool IsRight(string given) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Plain(given)), Encoding.UTF8.GetBytes(Plain(code)));

    internal string Shown => code;

    private static string Plain(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
