using System.Collections.Concurrent;

namespace Hearth.Server.Operator;

/// <summary>What all connections to /signal did, counted. Numbers only: no address, no name.</summary>
internal sealed class ConnectionTally
{
    private readonly ConcurrentDictionary<string, Count> _open = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Count> _refusals = new(StringComparer.Ordinal);
    private long _received;
    private long _receivedBytes;
    private long _sent;
    private long _sentBytes;

    public long Received => Volatile.Read(ref _received);

    public long ReceivedBytes => Volatile.Read(ref _receivedBytes);

    public long Sent => Volatile.Read(ref _sent);

    public long SentBytes => Volatile.Read(ref _sentBytes);

    /// <summary>Open connections by transport.</summary>
    public IEnumerable<KeyValuePair<string, long>> Open => Read(_open);

    /// <summary>Refusals outside any room, by code.</summary>
    public IEnumerable<KeyValuePair<string, long>> Refusals => Read(_refusals);

    /// <param name="transport"><c>websocket</c>, <c>http-stream</c> or <c>long-polling</c>.</param>
    public void HandleOpened(string transport) => Interlocked.Increment(ref Of(_open, transport).Value);

    /// <inheritdoc cref="HandleOpened"/>
    public void HandleClosed(string transport) => Interlocked.Decrement(ref Of(_open, transport).Value);

    public void HandleReceived(int bytes)
    {
        Interlocked.Increment(ref _received);
        Interlocked.Add(ref _receivedBytes, bytes);
    }

    public void HandleSent(int bytes)
    {
        Interlocked.Increment(ref _sent);
        Interlocked.Add(ref _sentBytes, bytes);
    }

    /// <param name="code">One of the protocol's codes, never text of a client's.</param>
    public void HandleRefusal(string code) => Interlocked.Increment(ref Of(_refusals, code).Value);

    private static Count Of(ConcurrentDictionary<string, Count> counts, string key) =>
        counts.GetOrAdd(key, static _ => new Count());

    private static IEnumerable<KeyValuePair<string, long>> Read(ConcurrentDictionary<string, Count> counts) =>
        counts.Select(entry => KeyValuePair.Create(entry.Key, Volatile.Read(ref entry.Value.Value)));

    private sealed class Count
    {
        public long Value;
    }
}
