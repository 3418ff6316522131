using System.Text.Json;
using System.Text.Json.Serialization;

namespace Yixiang.Operator.Archive;

/// <summary>What an archive holds; its first entry to be read.</summary>
/// <param name="Migration">The schema the rows have: the last migration of the database they were taken from.</param>
/// <param name="Anchor">The last link of the journal's chain, <c>NUMBER:HASH</c>.</param>
/// <param name="Files">Digests of the contents of the file store.</param>
internal sealed record Manifest(int Format, DateTimeOffset TakenAt, string City, string Database, string Migration, string? Anchor, IReadOnlyList<TableContent> Tables, IReadOnlyList<string> Files)
{
    public const int CurrentFormat = 1;
    public const string Entry = "manifest.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    public static string EntryOf(TableShape table) => $"tables/{table.Name}.jsonl";

    public static string EntryOfFile(string digest) => $"files/{digest}";

    public Task WriteAsync(Stream stream, CancellationToken stop) => JsonSerializer.SerializeAsync(stream, this, Json, stop);

    /// <exception cref="InvalidDataException">The archive has no manifest this version can read.</exception>
    public static async Task<Manifest> ReadAsync(Stream stream, CancellationToken stop)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<Manifest>(stream, Json, stop) is { Format: CurrentFormat } manifest
                ? manifest : throw new InvalidDataException("The archive was made by another version of the product.");
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException("The manifest of the archive cannot be read: " + wrong.Message);
        }
    }
}
