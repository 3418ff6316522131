namespace Yixiang.Ledger.Search;

/// <summary>The documents in which something occurs: a list while it is rare, bits once that takes less room.</summary>
internal sealed class Posting
{
    private List<int>? few = [];
    private Bits? many;

    public int Count { get; private set; }

    /// <summary>Documents are added in rising order; the same one may be added again.</summary>
    public void Add(int document)
    {
        if (many is not null)
        {
            Count += many[document] ? 0 : 1;
            many.Set(document);
        }
        else if (few is [.., var last] && last == document)
        {
            return;
        }
        else
        {
            few!.Add(document);
            Count++;
            if (Count > 64 && Count > document / 32)
            {
                BecomeBits(document);
            }
        }
    }

    public void Narrow(ref Bits result, int capacity)
    {
        if (many is not null)
        {
            result.And(many);
            return;
        }

        var narrowed = new Bits(capacity);
        foreach (var document in few!)
        {
            if (result[document])
            {
                narrowed.Set(document);
            }
        }

        result = narrowed;
    }

    public void AddTo(Bits bits)
    {
        if (many is not null)
        {
            bits.Or(many);
        }
        else
        {
            few!.ForEach(bits.Set);
        }
    }

    /// <summary>Adds so many points to each of these places.</summary>
    public void AddTo(int[] scores, int points)
    {
        if (many is not null)
        {
            many.AddTo(scores, points);
        }
        else
        {
            few!.ForEach(document => scores[document] += points);
        }
    }

    public Bits ToBits(int capacity)
    {
        if (many is not null)
        {
            return many.Copy();
        }

        var bits = new Bits(capacity);
        few!.ForEach(bits.Set);
        return bits;
    }

    public int CountIn(Bits result) => many?.CountShared(result) ?? few!.Count(d => result[d]);

    private void BecomeBits(int highest)
    {
        many = new Bits(highest + 1);
        few!.ForEach(many.Set);
        few = null;
    }
}
