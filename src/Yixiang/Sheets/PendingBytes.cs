using System.Buffers;

namespace Yixiang.Sheets;

/// <summary>Takes what a zip archive writes and passes it on when asked.</summary>
/// <remarks>A zip entry is closed by synchronous writes even when it is closed asynchronously, and the body of a response refuses those.</remarks>
internal sealed class PendingBytes(Stream target) : Stream
{
    private readonly ArrayBufferWriter<byte> pending = new();

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public async Task PassOnAsync(CancellationToken cancel)
    {
        await target.WriteAsync(pending.WrittenMemory, cancel);
        pending.ResetWrittenCount();
    }

    public override void Write(byte[] buffer, int offset, int count) => pending.Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer) => pending.Write(buffer);

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
