using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;

namespace Yixiang.Tests.Exchange;

/// <summary>A real SMTP server on loopback that keeps what arrives.</summary>
public sealed class LocalPost : IAsyncDisposable
{
    private readonly TcpListener door = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly Task serving;

    public LocalPost()
    {
        door.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)door.LocalEndpoint).Port;

    public ConcurrentQueue<MimeMessage> Arrived { get; } = [];

    /// <summary>How many of the next messages are turned away with 451, as a busy server does.</summary>
    public int Busy { get; set; }

    /// <summary>What happens after a message has come in whole and before that is said: the moment in which a sender that dies does not know.</summary>
    public Action<int>? BeforeTaken { get; set; }

    /// <summary>The settings by which the product sends here.</summary>
    public (string Key, string Value)[] Settings => [("Mail:Host", "127.0.0.1"), ("Mail:Port", $"{Port}"), ("Mail:Tls", "none"), ("Site:Address", "https://yixiang.example.cn")];

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        door.Stop();
        await serving;
        ending.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (!ending.IsCancellationRequested)
            {
                using var client = await door.AcceptTcpClientAsync(ending.Token);
                try
                {
                    await TalkAsync(client.GetStream());
                }
                catch (IOException)
                {
                    // The sender is gone, with whatever it had not said to its end.
                    continue;
                }
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException)
        {
            return;
        }
    }

    private async Task TalkAsync(NetworkStream line)
    {
        using var reader = new StreamReader(line, Encoding.Latin1);
        await using var writer = new StreamWriter(line, Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 local");
        while (await reader.ReadLineAsync(ending.Token) is { } said)
        {
            var word = said.Split(' ')[0].ToUpperInvariant();
            if (word == "DATA")
            {
                await writer.WriteLineAsync("354 go on");
                await writer.WriteLineAsync(await TakeAsync(reader) ? "250 taken" : "451 busy");
                continue;
            }

            await writer.WriteLineAsync(word switch { "EHLO" or "HELO" => "250 local", "QUIT" => "221 bye", _ => "250 ok" });
            if (word == "QUIT")
            {
                return;
            }
        }
    }

    private async Task<bool> TakeAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        string? line;
        while ((line = await reader.ReadLineAsync(ending.Token)) is not (null or "."))
        {
            text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        if (line is null)
        {
            return false;
        }

        if (Busy > 0)
        {
            Busy--;
            return false;
        }

        using var content = new MemoryStream(Encoding.Latin1.GetBytes(text.ToString()));
        Arrived.Enqueue(await MimeMessage.LoadAsync(content, ending.Token));
        BeforeTaken?.Invoke(Arrived.Count);
        return true;
    }
}
