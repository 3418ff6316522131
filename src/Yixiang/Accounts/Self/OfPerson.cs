namespace Yixiang.Accounts;

/// <summary>Whoever keeps something of a person in a folder above this one tells it here, and lets it go when the account is closed (PIPL art. 45 and 47).</summary>
public interface IOfPerson
{
    /// <summary>The name under which it stands in the person's copy.</summary>
    string Name { get; }

    Task<object> CopyAsync(long account, CancellationToken stop);

    /// <summary>Runs in the transaction that closes the account.</summary>
    Task EraseAsync(long account, CancellationToken stop);
}
