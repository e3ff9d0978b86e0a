using System.Collections.Concurrent;

namespace Hearth.Rooms;

/// <summary>
/// What happened in all rooms of one server, counted. Holds numbers only: no room, member or address. Rooms add to it
/// under their own locks; anybody may read it at any time.
/// </summary>
public sealed class RoomTally
{
    private readonly ConcurrentDictionary<string, Count> _refusals = new(StringComparer.Ordinal);
    private long _joins;
    private long _resumes;
    private long _freshResumes;
    private long _overflows;
    private long _signals;
    private long _knocks;
    private long _removals;

    /// <summary>Places given to newcomers.</summary>
    public long Joins => Volatile.Read(ref _joins);

    /// <summary>Places taken up again.</summary>
    public long Resumes => Volatile.Read(ref _resumes);

    /// <summary>Places made again from their token, after a restart.</summary>
    public long FreshResumes => Volatile.Read(ref _freshResumes);

    /// <summary>Members dropped because too much waited for them.</summary>
    public long Overflows => Volatile.Read(ref _overflows);

    /// <summary>Payloads passed on from one member to another.</summary>
    public long Signals => Volatile.Read(ref _signals);

    /// <summary>Those who came to a locked room and were told to wait.</summary>
    public long Knocks => Volatile.Read(ref _knocks);

    /// <summary>Members removed by an owner.</summary>
    public long Removals => Volatile.Read(ref _removals);

    /// <summary>Refused requests by code. The codes are those of the protocol, so the list is short.</summary>
    public IEnumerable<KeyValuePair<string, long>> Refusals =>
        _refusals.Select(entry => KeyValuePair.Create(entry.Key, Volatile.Read(ref entry.Value.Value)));

    public void HandleJoin() => Interlocked.Increment(ref _joins);

    public void HandleResume(bool isFresh)
    {
        Interlocked.Increment(ref _resumes);
        if (isFresh)
        {
            Interlocked.Increment(ref _freshResumes);
        }
    }

    public void HandleOverflow() => Interlocked.Increment(ref _overflows);

    public void HandleKnock() => Interlocked.Increment(ref _knocks);

    public void HandleRemoval() => Interlocked.Increment(ref _removals);

    public void HandleSignal() => Interlocked.Increment(ref _signals);

    /// <param name="code">One of the protocol's codes, never text of a client's.</param>
    public void HandleRefusal(string code) =>
        Interlocked.Increment(ref _refusals.GetOrAdd(code, static _ => new Count()).Value);

    private sealed class Count
    {
        public long Value;
    }
}
