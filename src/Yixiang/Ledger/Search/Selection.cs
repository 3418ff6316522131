using System.Buffers;

namespace Yixiang.Ledger.Search;

/// <summary>Some of the listings: as bits, and once that is asked for as numbers, in a borrowed room, so that a search leaves nothing large behind.</summary>
internal sealed class Selection(Bits bits) : IDisposable
{
    private int[]? room;

    public Bits Bits { get; } = bits;

    public int Count { get; } = bits.Count();

    /// <summary>The places, rising. Not to be used after <see cref="Dispose"/>.</summary>
    public ReadOnlySpan<int> Places
    {
        get
        {
            if (room is null)
            {
                room = ArrayPool<int>.Shared.Rent(Math.Max(1, Count));
                Bits.CopyTo(room);
            }

            return room.AsSpan(0, Count);
        }
    }

    public void Dispose()
    {
        if (room is { } lent)
        {
            room = null;
            ArrayPool<int>.Shared.Return(lent);
        }
    }
}
