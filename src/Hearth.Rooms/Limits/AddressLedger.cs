namespace Hearth.Rooms.Limits;

/// <summary>What one address may do. <paramref name="Entries"/> counts joins, and failures several times.</summary>
public sealed record AddressLimits(Rate Requests, Rate Entries, int Connections, int Rooms)
{
    public static readonly AddressLimits Default = new(
        Requests: new Rate(60, 5), Entries: new Rate(60, 2), Connections: 200, Rooms: 100);
}

/// <summary>
/// What each address has used. An address that uses nothing is forgotten, so that memory follows the addresses
/// that are active within the time a bucket takes to refill.
/// </summary>
public sealed class AddressLedger(AddressLimits limits)
{
    /// <summary>A wrong proof or token costs this many entries: guessing is slow, mistyping is not.</summary>
    private const double FailureCost = 5;

    /// <summary>The ledger is first swept at this size, then whenever it has doubled.</summary>
    private const int FirstSweep = 1024;

    private readonly Dictionary<ClientAddress, Account> _accounts = [];
    private int _sweepAt = FirstSweep;

    public int Count => _accounts.Count;

    public bool TryRequest(ClientAddress address, TimeSpan now) =>
        Open(address, now).Requests.TryTake(limits.Requests, now);

    public bool TryEnter(ClientAddress address, TimeSpan now) =>
        Open(address, now).Entries.TryTake(limits.Entries, now);

    /// <summary>Whether a resume, which itself costs nothing, may be tried: not while failures have used up everything.</summary>
    public bool MayTry(ClientAddress address, TimeSpan now) => Open(address, now).Entries.Holds(limits.Entries, now, 1);

    public void ChargeFailure(ClientAddress address, TimeSpan now) =>
        Open(address, now).Entries.Charge(limits.Entries, now, FailureCost);

    public bool TryConnect(ClientAddress address, TimeSpan now)
    {
        Account account = Open(address, now);
        if (account.Connections >= limits.Connections)
        {
            return false;
        }

        account.Connections++;
        return true;
    }

    public void Disconnect(ClientAddress address) => _accounts[address].Connections--;

    public bool TryAddRoom(ClientAddress address, TimeSpan now)
    {
        Account account = Open(address, now);
        if (account.Rooms >= limits.Rooms)
        {
            return false;
        }

        account.Rooms++;
        return true;
    }

    public void RemoveRoom(ClientAddress address) => _accounts[address].Rooms--;

    private Account Open(ClientAddress address, TimeSpan now)
    {
        if (!_accounts.TryGetValue(address, out Account? account))
        {
            Sweep(now);
            account = new Account(limits, now);
            _accounts.Add(address, account);
        }

        return account;
    }

    private void Sweep(TimeSpan now)
    {
        if (_accounts.Count < _sweepAt)
        {
            return;
        }

        foreach ((ClientAddress address, Account account) in _accounts)
        {
            if (account.IsUnused(limits, now))
            {
                _accounts.Remove(address);
            }
        }

        _sweepAt = Math.Max(FirstSweep, _accounts.Count * 2);
    }

    private sealed class Account(AddressLimits limits, TimeSpan now)
    {
        public TokenBucket Requests = new(limits.Requests, now);
        public TokenBucket Entries = new(limits.Entries, now);
        public int Connections;
        public int Rooms;

        public bool IsUnused(AddressLimits limits, TimeSpan now) =>
            Connections == 0 && Rooms == 0
            && Requests.Holds(limits.Requests, now, limits.Requests.Burst)
            && Entries.Holds(limits.Entries, now, limits.Entries.Burst);
    }
}
