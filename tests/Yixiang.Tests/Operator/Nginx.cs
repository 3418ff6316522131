using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Yixiang.Tests.Rules;

namespace Yixiang.Tests.Operator;

/// <summary>A real nginx on loopback, set up with the very text of docs/operations.md; only ports and paths are those of the test.</summary>
internal sealed partial class Nginx : IAsyncDisposable
{
    private readonly string folder;
    private readonly Process process;

    private Nginx(string folder, Process process, int tls, int plain) => (this.folder, this.process, Tls, Plain) = (folder, process, tls, plain);

    /// <summary>Fingerprint of the one certificate that its visitors trust.</summary>
    private string Certificate => field ??= X509CertificateLoader.LoadCertificateFromFile(Path.Combine(folder, "yixiang.pem")).Thumbprint;

    public int Tls { get; }

    public int Plain { get; }

    public static string? Program { get; } = new[] { "/usr/sbin/nginx", "/usr/bin/nginx", "/opt/homebrew/bin/nginx" }.FirstOrDefault(File.Exists);

    public static async Task<Nginx> StartAsync(int product)
    {
        var folder = Directory.CreateTempSubdirectory("yixiang-nginx-").FullName;
        var (tls, plain) = (FreePort(), FreePort());
        WriteCertificate(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "nginx.conf"), Configuration(folder, Documented(folder, product, tls, plain)));
        var process = Process.Start(new ProcessStartInfo(Program!, ["-p", folder, "-c", Path.Combine(folder, "nginx.conf"), "-e", Path.Combine(folder, "error.log")]) { RedirectStandardError = true })!;
        var nginx = new Nginx(folder, process, tls, plain);
        await nginx.ComesUpAsync();
        return nginx;
    }

    /// <summary>A visitor at an address of their own (127.0.0.x), who trusts the certificate.</summary>
    public HttpClient Visitor(string from = "127.0.0.1", bool secure = true) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        SslOptions = new() { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString() == Certificate },
        ConnectCallback = async (context, stop) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, context.DnsEndPoint.Port), stop);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = new(secure ? $"https://yixiang.example.cn:{Tls}" : $"http://yixiang.example.cn:{Plain}") };

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static string Documented(string folder, int product, int tls, int plain)
    {
        var text = Block().Match(File.ReadAllText(Path.Combine(Repository.Root, "docs/operations.md"))).Groups[1].Value;
        foreach (var (documented, here) in new[]
        {
            ("listen 80;", $"listen 127.0.0.1:{plain};"),
            ("listen 443 ssl http2;", $"listen 127.0.0.1:{tls} ssl http2;"),
            ("/etc/ssl/yixiang.pem", Path.Combine(folder, "yixiang.pem")),
            ("/etc/ssl/private/yixiang.key", Path.Combine(folder, "yixiang.key")),
            ("http://127.0.0.1:5080", $"http://127.0.0.1:{product}"),
        })
        {
            Assert.Contains(documented, text, StringComparison.Ordinal);
            text = text.Replace(documented, here, StringComparison.Ordinal);
        }

        return text;
    }

    private static string Configuration(string folder, string documented) => $$"""
        {{(Environment.UserName == "root" ? "user root;" : "")}}
        daemon off;
        pid {{folder}}/nginx.pid;
        events { }
        http {
          access_log off;
          {{string.Join(' ', new[] { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" }.Select(t => $"{t}_temp_path {folder}/{t};"))}}
        {{documented}}
        }
        """;

    private static void WriteCertificate(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=yixiang.example.cn", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        File.WriteAllText(Path.Combine(folder, "yixiang.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "yixiang.key"), key.ExportPkcs8PrivateKeyPem());
    }

    private async Task ComesUpAsync()
    {
        for (var i = 0; i < 300; i++)
        {
            Assert.False(process.HasExited, process.HasExited ? await process.StandardError.ReadToEndAsync() : "");
            try
            {
                using var door = new TcpClient();
                await door.ConnectAsync(IPAddress.Loopback, Tls);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(100);
            }
        }

        Assert.Fail("nginx did not come up.");
    }

    private static int FreePort()
    {
        using var door = new TcpListener(IPAddress.Loopback, 0);
        door.Start();
        return ((IPEndPoint)door.LocalEndpoint).Port;
    }

    [GeneratedRegex("```nginx\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
