namespace Yixiang.OpenData;

/// <summary>Holds what is written until it is whole; what grows beyond a limit is passed on as it comes.</summary>
internal sealed class HeldBack(Stream target, int most) : Stream
{
    private MemoryStream? held = new();

    /// <summary>All that was written; null once it was passed on.</summary>
    public ReadOnlyMemory<byte>? Held => held is null ? null : held.GetBuffer().AsMemory(0, (int)held.Length);

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (held is not null && held.Length + buffer.Length <= most)
        {
            held.Write(buffer.Span);
            return;
        }

        if (held is not null)
        {
            var before = held;
            held = null;
            await target.WriteAsync(before.GetBuffer().AsMemory(0, (int)before.Length), cancellationToken);
        }

        await target.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (held is null || held.Length + count > most)
        {
            throw new NotSupportedException("A page is written asynchronously.");
        }

        held.Write(buffer, offset, count);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => held is null ? target.FlushAsync(cancellationToken) : Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
