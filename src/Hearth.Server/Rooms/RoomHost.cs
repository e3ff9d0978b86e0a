using Hearth.Contracts;
using Hearth.Contracts.Signaling;
using Hearth.Rooms;
using Hearth.Rooms.Identity;
using Hearth.Rooms.Tokens;
using Hearth.Server.Hosting;
using Hearth.Server.Signaling;

namespace Hearth.Server.Rooms;

/// <summary>
/// The one owner of a room: takes its lock, gives one command, hands out what comes of it, and sets the timer.
/// Locks are taken in the order directory, room, a connection's queue; never the other way round.
/// </summary>
internal sealed class RoomHost : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Room _room;
    private readonly ServerClock _clock;
    private readonly Action<RoomHost> _onExpired;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly Dictionary<ConnectionId, SignalingConnection> _connections = [];

    /// <summary>When the timer is set to go off.</summary>
    private TimeSpan? _wakeAt;

    /// <summary>The directory has let go of this room: nobody may come in any more.</summary>
    private bool _isOver;

    public RoomHost(Room room, ServerClock clock, Action<RoomHost> onExpired, ILogger logger)
    {
        _room = room;
        _clock = clock;
        _onExpired = onExpired;
        _logger = logger;
        _timer = clock.Provider.CreateTimer(
            static host => ((RoomHost)host!).HandleTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        lock (_lock)
        {
            SetTimer();
        }
    }

    public RoomId Id => _room.Id;

    /// <summary>False: the room was over at that very moment; look it up again.</summary>
    public bool TryJoin(SignalingConnection connection, Join request, Visitor visitor, out RequestError? error)
    {
        lock (_lock)
        {
            error = _isOver ? null : Enter(connection, now => _room.Join(now, connection.Id, request, visitor));
            return !_isOver;
        }
    }

    /// <inheritdoc cref="TryJoin"/>
    public bool TryResume(SignalingConnection connection, PlaceToken token, long lastSeq, out RequestError? error)
    {
        lock (_lock)
        {
            error = _isOver ? null : Enter(connection, now => _room.Resume(now, connection.Id, token, lastSeq));
            return !_isOver;
        }
    }

    /// <summary>False: the connection has no place here any more.</summary>
    public bool Handle(SignalingConnection connection, ClientMessage message)
    {
        lock (_lock)
        {
            bool hasPlace = _room.Handle(_clock.Now, connection.Id, message);
            Settle();
            return hasPlace;
        }
    }

    /// <inheritdoc cref="Handle"/>
    public bool Refuse(SignalingConnection connection, MessageFault fault, bool isNumbered)
    {
        lock (_lock)
        {
            bool hasPlace = _room.Refuse(_clock.Now, connection.Id, fault, isNumbered);
            Settle();
            return hasPlace;
        }
    }

    public void HandleDisconnect(SignalingConnection connection)
    {
        lock (_lock)
        {
            _connections.Remove(connection.Id);
            _room.HandleDisconnect(_clock.Now, connection.Id);
            Settle();
        }
    }

    public void HandleFault(SignalingConnection connection)
    {
        lock (_lock)
        {
            _room.HandleFault(_clock.Now, connection.Id);
            Settle();
        }
    }

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _room.Count;
            }
        }
    }

    /// <summary>Who is inside; null while the room is locked: that is nobody's business then.</summary>
    public IReadOnlyList<string>? Names()
    {
        lock (_lock)
        {
            return _room.IsLocked ? null : _room.Names;
        }
    }

    /// <summary>Ends the room, once, if nobody came in meanwhile. The caller holds the directory's lock.</summary>
    public bool TryEnd()
    {
        lock (_lock)
        {
            if (_isOver || !_room.IsExpired(_clock.Uptime))
            {
                return false;
            }

            _isOver = true;
            return true;
        }
    }

    public void Dispose() => _timer.Dispose();

    private RequestError? Enter(SignalingConnection connection, Func<Instant, RequestError?> command)
    {
        // Before the command: what comes of it is handed to this connection too.
        _connections.Add(connection.Id, connection);
        RequestError? error = command(_clock.Now);
        if (error is null)
        {
            connection.Enter(this);
        }
        else
        {
            _connections.Remove(connection.Id);
        }

        Settle();
        return error;
    }

    /// <summary>Ends every command but the timer's: hands out what came of it, and waits for what comes next.</summary>
    private void Settle()
    {
        HandOut();
        SetTimer();
    }

    private void HandOut()
    {
        while (_room.TryGetOutput(out RoomOutput output))
        {
            if (!_connections.TryGetValue(output.Connection, out SignalingConnection? connection))
            {
                continue;
            }

            switch (output.Kind)
            {
                case RoomOutputKind.Send:
                    connection.Send(output.Frame);
                    break;
                case RoomOutputKind.Release:
                    _connections.Remove(output.Connection);
                    connection.Release();
                    break;
                case RoomOutputKind.Close:
                    _connections.Remove(output.Connection);
                    connection.Release();
                    connection.Close();
                    break;
            }
        }
    }

    private void SetTimer()
    {
        TimeSpan? next = _room.NextTimeout?.At;
        if (next == _wakeAt)
        {
            return;
        }

        _wakeAt = next;
        TimeSpan wait = next is { } at
            ? TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, (at - _clock.Uptime).TotalMilliseconds)))
            : Timeout.InfiniteTimeSpan;
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private void HandleTimer()
    {
        try
        {
            bool isExpired;
            lock (_lock)
            {
                _wakeAt = null;
                _room.HandleTimeout(_clock.Now);
                HandOut();
                isExpired = _room.IsExpired(_clock.Uptime);
                if (!isExpired)
                {
                    SetTimer();
                }
            }

            if (isExpired)
            {
                _onExpired(this);
            }
        }
        catch (Exception e)
        {
            Log.RoomFault(_logger, e);
        }
    }
}
