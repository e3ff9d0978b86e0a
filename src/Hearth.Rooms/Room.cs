using System.Diagnostics;
using System.Security.Cryptography;
using Hearth.Contracts;
using Hearth.Contracts.Signaling;
using Hearth.Rooms.Delivery;
using Hearth.Rooms.Identity;
using Hearth.Rooms.Tokens;

namespace Hearth.Rooms;

/// <summary>
/// Who is in one room, and who says what to whom. A machine without sockets or clock: one command, then drain
/// <see cref="TryGetOutput"/>, then look at <see cref="NextTimeout"/>. One owner at a time; the shell holds its
/// lock. It need not know what members say, nor which bytes a connection has written.
/// </summary>
public sealed class Room
{
    private readonly RoomSettings _settings;
    private readonly PlaceList _places = new();
    private readonly Outbox _outbox;
    private readonly Entrance _entrance;
    private readonly Conversation _conversation;
    private readonly Departure _departure;
    private readonly HouseRules _rules;
    private readonly Doorstep _doorstep;
    private readonly OwnerCommands _owner;
    private readonly News _news;

    /// <summary>Since when nobody, or only one, is inside.</summary>
    private TimeSpan? _emptySince;
    private TimeSpan? _aloneSince;

    public Room(
        RoomId id,
        Verifier? verifier,
        RoomSettings settings,
        PlaceTokens tokens,
        RandomNumberGenerator randomness,
        Instant now)
    {
        Debug.Assert(id.Kind == RoomKind.Keyed == verifier is not null, "keyed rooms and only they have a verifier");
        Id = id;
        Verifier = verifier;
        _settings = settings;
        _outbox = new Outbox(settings.Tally);
        _emptySince = now.Uptime;
        var topology = new MeshTopology(now.Utc);
        var departed = new DepartedMembers();
        var passes = new ReturnPasses();
        _rules = new HouseRules(id, settings.Capacity);
        _doorstep = new Doorstep(settings, _outbox, randomness, now.Uptime);
        _news = new News(settings, _places, _outbox, topology, _rules, _doorstep);
        _departure = new Departure(_places, _outbox, topology, _news, departed, passes);
        _entrance = new Entrance(
            this, settings, _places, _outbox, topology, _news, departed, _departure, _rules, _doorstep, passes, tokens, randomness);
        _owner = new OwnerCommands(
            _places, _outbox, _rules, _doorstep, passes, _entrance, _departure, _news, settings.Tally);
        _conversation = new Conversation(settings, _places, _outbox, _news);
    }

    public RoomId Id { get; }

    public Verifier? Verifier { get; }

    public int Count => _places.Count;

    /// <summary>In order of arrival.</summary>
    public IReadOnlyList<string> Names => [.. _places.All.Select(place => place.Member.Name)];

    /// <summary>The earliest moment at which <see cref="HandleTimeout"/> has something to do.</summary>
    public RoomTimeout? NextTimeout => RoomTimeouts.Earliest(_places, _doorstep, _settings, _emptySince, _aloneSince);

    public bool TryGetOutput(out RoomOutput output) => _outbox.TryGetOutput(out output);

    /// <summary>Whoever comes has to knock.</summary>
    public bool IsLocked => _rules.IsLocked;

    /// <summary>A new place, or a knock. The caller has checked the rates, and the visitor at the <see cref="RoomDoor"/>.</summary>
    public RequestError? Join(Instant now, ConnectionId connection, Join request, Visitor visitor)
    {
        Debug.Assert(_places.Find(connection) is null, "a connection has one place");
        if (IsExpired(now.Uptime))
        {
            // It would be over if the shell had been faster.
            _rules.Forget();
        }

        RequestError? error = _entrance.Join(now, connection, request, visitor);
        _aloneSince = _places.Find(connection) is null ? _aloneSince : null;
        _news.HandleChange();
        Settle(now.Uptime);
        return error;
    }

    /// <summary>Takes up the place that <paramref name="token"/> names, or makes it again after a restart.</summary>
    public RequestError? Resume(Instant now, ConnectionId connection, PlaceToken token, long lastSeq)
    {
        Debug.Assert(_places.Find(connection) is null, "a connection has one place");
        RequestError? error = _entrance.Resume(now, connection, token, lastSeq);
        Settle(now.Uptime);
        return error;
    }

    /// <summary>A message on a connection that has a place here. False: it has none (any more).</summary>
    public bool Handle(Instant now, ConnectionId connection, ClientMessage message)
    {
        if (_doorstep.Find(connection) is { } knocker)
        {
            _doorstep.Handle(knocker, message);
            _news.HandleChange();
            Settle(now.Uptime);
            return true;
        }

        if (Hear(connection) is not { } place)
        {
            return false;
        }

        switch (message)
        {
            case Leave leave:
                HandleLeave(now.Uptime, place, leave.Seq);
                break;
            case LockRoom or AdmitKnock or RemoveMember or CloseRoom:
                if (_conversation.Accepts(now.Uptime, place, ((SequencedClientMessage)message).Seq, out long re))
                {
                    _owner.Handle(now, place, message, re);
                }

                break;
            default:
                _conversation.Handle(now.Uptime, place, message);
                break;
        }

        Settle(now.Uptime);
        return true;
    }

    /// <summary>
    /// A message that was received but not done. <paramref name="isNumbered"/>: it takes the next number when it
    /// carries none. False: the connection has no place here.
    /// </summary>
    public bool Refuse(Instant now, ConnectionId connection, MessageFault fault, bool isNumbered)
    {
        if (Hear(connection) is not { } place)
        {
            return false;
        }

        _conversation.Refuse(now.Uptime, place, fault, isNumbered);
        Settle(now.Uptime);
        return true;
    }

    /// <summary>The connection is lost; the place waits for its return.</summary>
    public void HandleDisconnect(Instant now, ConnectionId connection)
    {
        if (_places.Find(connection) is { } place)
        {
            place.Connection = null;
            place.Acks.HandleSent();
            place.GraceEndsAt = now.Uptime + _settings.Grace;
        }
        else if (_doorstep.Find(connection) is { } knocker)
        {
            _doorstep.Forget(knocker);
            _news.HandleChange();
            Settle(now.Uptime);
        }
    }

    /// <summary>A defect was caught while this connection was served: only its place goes.</summary>
    public void HandleFault(Instant now, ConnectionId connection)
    {
        if (_places.Find(connection) is { } place)
        {
            _departure.Remove(place, LeaveReason.Fault, RoomOutputKind.Close);
            Settle(now.Uptime);
        }
    }

    public void HandleTimeout(Instant now)
    {
        foreach (Place place in _places.All.ToArray())
        {
            if (place.GraceEndsAt <= now.Uptime)
            {
                _departure.Remove(place, LeaveReason.TimedOut, RoomOutputKind.Close);
            }
            else if (place.Acks.DueAt <= now.Uptime)
            {
                _outbox.Acknowledge(place);
            }
        }

        if (_aloneSince + _settings.AloneExpiry <= now.Uptime && _places.Count == 1)
        {
            Place last = _places.All[0];
            _outbox.Send(last.Connection, ServerFrames.Encode(new Closing(ClosingReason.Idle)));
            _departure.Remove(last, LeaveReason.TimedOut, RoomOutputKind.Close);
        }

        _doorstep.HandleTimeout(now.Uptime);
        if (IsExpired(now.Uptime))
        {
            _doorstep.TurnAwayAll(RequestError.NotLetIn);
        }

        _news.HandleChange();
        Settle(now.Uptime);
    }

    /// <summary>Nobody has been inside for the time an empty room is kept.</summary>
    public bool IsExpired(TimeSpan now) => _emptySince + _settings.EmptyExpiry <= now;

    /// <summary>Acknowledged at once: afterwards there is no place that could.</summary>
    private void HandleLeave(TimeSpan now, Place place, long? seq)
    {
        if (_conversation.Accepts(now, place, seq, out _))
        {
            _outbox.Acknowledge(place);
            _departure.Remove(place, LeaveReason.Left, RoomOutputKind.Release);
        }
    }

    /// <summary>Any message shows that the client has its latest token.</summary>
    private Place? Hear(ConnectionId connection)
    {
        Place? place = _places.Find(connection);
        place?.PreviousTokenSerial = null;
        return place;
    }

    /// <summary>Ends every command: members whose mailbox overflowed go, and the room notes how full it is.</summary>
    private void Settle(TimeSpan now)
    {
        while (_outbox.TryGetOverflowed(out Place? place))
        {
            _departure.Remove(place!, LeaveReason.TooSlow, RoomOutputKind.Close);
        }

        _emptySince = _places.Count == 0 ? _emptySince ?? now : null;
        _aloneSince = _places.Count == 1 ? _aloneSince ?? now : null;
    }
}
