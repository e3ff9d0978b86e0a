using Hearth.Contracts;
using Hearth.Contracts.Signaling;
using Hearth.Rooms;
using Hearth.Rooms.Delivery;
using Hearth.Rooms.Limits;
using Hearth.Server.Hosting;
using Hearth.Server.Rooms;

namespace Hearth.Server.Signaling;

/// <summary>
/// One connection, whatever carries it: turns frames into messages for the room it has a place in, or for the house
/// while it has none. <see cref="Receive"/> comes from one task at a time; <see cref="Send"/>, <see cref="Release"/>
/// and closing come from any.
/// </summary>
internal sealed class SignalingConnection
{
    private readonly IWire _wire;
    private readonly SignalingLimits _limits;
    private readonly RoomHouse _house;
    private readonly ServerClock _clock;
    private readonly ILogger _logger;
    private TokenBucket _messages;

    /// <summary>The room of its place; set and cleared under that room's lock.</summary>
    private volatile RoomHost? _room;

    /// <summary>What is read from now on is dropped.</summary>
    private volatile bool _isClosing;

    private long _lastHeardTicks;
    private long _withoutPlaceTicks;

    public SignalingConnection(
        ConnectionId id,
        ClientAddress address,
        IWire wire,
        SignalingLimits limits,
        RoomHouse house,
        ServerClock clock,
        ILogger logger)
    {
        Id = id;
        Address = address;
        _wire = wire;
        _limits = limits;
        _house = house;
        _clock = clock;
        _logger = logger;
        _messages = new TokenBucket(limits.Messages, clock.Uptime);
        _lastHeardTicks = _withoutPlaceTicks = clock.Uptime.Ticks;
    }

    public ConnectionId Id { get; }

    public ClientAddress Address { get; }

    public string Transport => _wire.Transport;

    /// <summary>Takes what came. Whoever is over the rate is read no faster than the rate: answers how long to wait.</summary>
    public TimeSpan Receive(FrameKind kind, ReadOnlyMemory<byte> frame)
    {
        if (_isClosing)
        {
            // Dropped, so that the client gets to read the close: a socket that is shut with unread bytes is reset.
            return TimeSpan.Zero;
        }

        _house.Connections.HandleReceived(frame.Length);
        Volatile.Write(ref _lastHeardTicks, _clock.Uptime.Ticks);
        bool isWithinRate = _messages.TryTake(_limits.Messages, _clock.Uptime);
        try
        {
            HandleFrame(kind, frame, isWithinRate);
        }
        catch (Exception e)
        {
            Log.ConnectionFault(_logger, e);
            _room?.HandleFault(this);
            Close();
        }

        return isWithinRate ? TimeSpan.Zero : TimeSpan.FromSeconds(1 / _limits.Messages.PerSecond);
    }

    /// <summary>The wire has ended. The place, if there is one, waits for its return.</summary>
    public void HandleEnd()
    {
        _isClosing = true;
        _room?.HandleDisconnect(this);
    }

    /// <summary>Lines up a frame; one too many ends the connection.</summary>
    public void Send(ReadOnlyMemory<byte> frame)
    {
        _house.Connections.HandleSent(frame.Length);
        if (!_isClosing && !_wire.TrySend(frame))
        {
            Abort();
        }
    }

    /// <summary>It has a place in this room from now on.</summary>
    public void Enter(RoomHost room) => _room = room;

    /// <summary>Its place is gone, or was taken over.</summary>
    public void Release()
    {
        Volatile.Write(ref _withoutPlaceTicks, _clock.Uptime.Ticks);
        _room = null;
    }

    /// <summary>Sends what is lined up, then closes; a client that does not answer is not waited for.</summary>
    public void Close()
    {
        _isClosing = true;
        _wire.Close();
    }

    /// <summary>Says why, then closes. Its place, if any, is kept for its return.</summary>
    public void Close(Closing reason)
    {
        Send(ServerFrames.Encode(reason));
        Close();
    }

    /// <summary>Closes what has been silent, or without a place, for too long.</summary>
    public void HandleTimeout(TimeSpan now)
    {
        _wire.HandleTimeout(now);
        if (_isClosing)
        {
            return;
        }

        if (now - TimeSpan.FromTicks(Volatile.Read(ref _lastHeardTicks)) >= _limits.Idle)
        {
            Close(new Closing(ClosingReason.Idle, RetryAfterMs: 0));
        }
        else if (_room is null && now - TimeSpan.FromTicks(Volatile.Read(ref _withoutPlaceTicks)) >= _limits.Join)
        {
            Close(new Closing(ClosingReason.Idle));
        }
    }

    private void Abort()
    {
        _isClosing = true;
        _wire.Abort();
    }

    private void HandleFrame(FrameKind kind, ReadOnlyMemory<byte> frame, bool isWithinRate)
    {
        if (kind == FrameKind.TooLarge)
        {
            long? seq = ClientMessageReader.FindSequence(frame.Span);
            Refuse(new MessageFault(
                ErrorCodes.MessageTooLarge, $"A message has at most {_limits.MessageBytes} bytes.", seq), isNumbered: true);
            return;
        }

        bool isRead = ClientMessageReader.TryRead(frame, out ClientMessage? message, out MessageFault? fault);
        var numbered = message as SequencedClientMessage;
        if (!isWithinRate && message is not ClientAck)
        {
            Refuse(
                new MessageFault(RequestError.RateLimited.Code, RequestError.RateLimited.Message, fault?.Seq ?? numbered?.Seq),
                isNumbered: numbered is not null);
        }
        else if (!isRead)
        {
            Refuse(fault!, isNumbered: false);
        }
        else if (_room is not { } room || !room.Handle(this, message!))
        {
            HandleWithoutPlace(message!);
        }
    }

    private void Refuse(MessageFault fault, bool isNumbered)
    {
        if (_room is not { } room || !room.Refuse(this, fault, isNumbered))
        {
            SendError(RequestError.From(fault), fault.Seq);
        }
    }

    private void HandleWithoutPlace(ClientMessage message)
    {
        switch (message)
        {
            case Join join:
                SendError(_house.Join(this, join), join.Seq);
                break;
            case Resume resume:
                SendError(_house.Resume(this, resume), null);
                break;
            case Ping:
                Send(ServerFrames.Pong);
                break;
            case ClientAck:
                // On its way while the place was given up.
                break;
            default:
                SendError(RequestError.NotJoined, (message as SequencedClientMessage)?.Seq);
                break;
        }
    }

    private void SendError(RequestError? error, long? re)
    {
        if (error is not null)
        {
            _house.Connections.HandleRefusal(error.Code);
            Send(ServerFrames.Encode(new Error(error.Code, error.Message, re)));
        }
    }
}
