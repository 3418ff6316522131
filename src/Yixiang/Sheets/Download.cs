using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Yixiang.Sheets;

/// <summary>A file to be saved by the reader, written while it is sent; for pages and for the API alike.</summary>
/// <param name="fileName">With its extension; may be Chinese. Path signs are replaced.</param>
/// <param name="write">Writes the file. A refusal before the first byte is answered as a refusal; an error later cuts the connection, so that half a file cannot be taken for a whole one.</param>
public sealed class Download(string fileName, string contentType, Func<Stream, CancellationToken, Task> write) : ActionResult, IResult
{
    /// <summary>A table in one of its formats, named without extension.</summary>
    public static Download Of<TRow>(Table<TRow> table, SheetFormat format, string name, IAsyncEnumerable<TRow> rows, TableHeading heading, PdfFont font) =>
        new($"{name}.{Extension(format)}", ContentType(format), (stream, cancel) => table.WriteAsync(format, stream, rows, heading, font, cancel));

    public static string Extension(SheetFormat format) => format switch
    {
        SheetFormat.Xlsx => "xlsx",
        SheetFormat.Csv => "csv",
        SheetFormat.Pdf => "pdf",
    };

    public static string ContentType(SheetFormat format) => format switch
    {
        SheetFormat.Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        SheetFormat.Csv => "text/csv; charset=utf-8",
        SheetFormat.Pdf => "application/pdf",
    };

    public override Task ExecuteResultAsync(ActionContext context) => ExecuteAsync(context.HttpContext);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(fileName.Replace('/', '-').Replace('\\', '-'));
        response.ContentType = contentType;
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            await write(response.Body, httpContext.RequestAborted);
        }
        catch when (!response.HasStarted)
        {
            response.Headers.Remove(HeaderNames.ContentDisposition);
            response.ContentType = null;
            throw;
        }
    }
}
