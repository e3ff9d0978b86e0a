using System.Collections.Concurrent;
using Hearth.Contracts.Signaling;
using Hearth.Rooms;
using Hearth.Server.Hosting;
using Hearth.Server.Rooms;

namespace Hearth.Server.Signaling;

/// <summary>All open connections: counts them, closes the silent ones, and says goodbye when the server stops.</summary>
internal sealed class ConnectionRegistry(SignalingLimits limits, RoomHouse house, ServerClock clock)
{
    /// <summary>Clients come back spread over this time, and not all at once.</summary>
    private const int RetrySpreadMs = 1000;

    private const int RetryAtLeastMs = 500;

    private static readonly TimeSpan LongestSweep = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<ConnectionId, SignalingConnection> _connections = new();
    private long _lastId;
    private int _count;

    public bool IsStopping { get; private set; }

    public ConnectionId NextId() => new(Interlocked.Increment(ref _lastId));

    /// <summary>False: the server is full. Otherwise <see cref="Leave"/> must follow.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _count) <= limits.Connections)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _count);

    public void Add(SignalingConnection connection)
    {
        _connections[connection.Id] = connection;
        house.Connections.HandleOpened(connection.Transport);
        if (IsStopping)
        {
            SayGoodbye(connection);
        }
    }

    public void Remove(SignalingConnection connection)
    {
        if (_connections.TryRemove(connection.Id, out _))
        {
            house.Connections.HandleClosed(connection.Transport);
        }
    }

    /// <summary>Looks for silent connections until the server stops.</summary>
    public async Task WatchAsync(CancellationToken stopping)
    {
        TimeSpan shortest = new[] { limits.Idle, limits.Join, limits.Send, limits.Heartbeat }.Min();
        TimeSpan period = shortest / 4 < LongestSweep ? shortest / 4 : LongestSweep;
        using var timer = new PeriodicTimer(period, clock.Provider);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                foreach (SignalingConnection connection in _connections.Values)
                {
                    connection.HandleTimeout(clock.Uptime);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    /// <summary>Tells everybody that the server restarts. Their places are kept in their tokens.</summary>
    public void Stop()
    {
        IsStopping = true;
        foreach (SignalingConnection connection in _connections.Values)
        {
            SayGoodbye(connection);
        }
    }

    private static void SayGoodbye(SignalingConnection connection) => connection.Close(
        new Closing(ClosingReason.Restarting, RetryAtLeastMs + Random.Shared.Next(RetrySpreadMs)));
}
