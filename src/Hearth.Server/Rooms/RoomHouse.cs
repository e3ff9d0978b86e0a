using System.Security.Cryptography;
using Hearth.Contracts.Signaling;
using Hearth.Rooms;
using Hearth.Rooms.Identity;
using Hearth.Rooms.Limits;
using Hearth.Rooms.Tokens;
using Hearth.Server.Hosting;
using Hearth.Server.Operator;
using Hearth.Server.Signaling;

namespace Hearth.Server.Rooms;

/// <summary>
/// All rooms of this server, and what each address has used of it: the state that connections share, under one
/// lock that is held for look-ups only.
/// </summary>
internal sealed class RoomHouse
{
    private readonly Lock _lock = new();
    private readonly RoomSettings _settings;
    private readonly PlaceTokens _tokens;
    private readonly OwnerTokens _owners;
    private readonly RandomNumberGenerator _randomness;
    private readonly ServerClock _clock;
    private readonly AddressLedger _ledger;
    private readonly RoomDirectory<RoomHost> _directory;

    public RoomHouse(
        RoomSettings settings,
        AddressLimits limits,
        int maxRooms,
        PlaceTokens tokens,
        OwnerTokens owners,
        RandomNumberGenerator randomness,
        ServerClock clock,
        ILogger<RoomHouse> logger)
    {
        _settings = settings;
        _tokens = tokens;
        _owners = owners;
        _randomness = randomness;
        _clock = clock;
        _ledger = new AddressLedger(limits);
        _directory = new RoomDirectory<RoomHost>(
            settings, maxRooms, tokens, randomness, _ledger, room => new RoomHost(room, clock, End, logger));
    }

    /// <summary>What the connections to these rooms did.</summary>
    public ConnectionTally Connections { get; } = new();

    public RequestError? Join(SignalingConnection connection, Join request)
    {
        if (!Ask(ledger => ledger.TryEnter(connection.Address, _clock.Uptime)))
        {
            return RequestError.TooManyAttempts;
        }

        RequestError? error = RoomDoor.Check(
            request, connection.Address, _settings.NameLength, _owners, out Visitor? visitor);
        if (error is null && request.OwnerToken is not null && !visitor!.IsOwner)
        {
            // Whoever shows a wrong one comes in as a guest: the server's key may have been replaced.
            ChargeFailure(connection.Address);
        }

        while (error is null)
        {
            RoomHost? room;
            lock (_lock)
            {
                error = _directory.Open(_clock.Now, connection.Address, visitor!.Room, visitor.Verifier, out room);
            }

            if (error is null && room!.TryJoin(connection, request, visitor!, out error))
            {
                break;
            }
        }

        return Charged(connection.Address, error);
    }

    public RequestError? Resume(SignalingConnection connection, Resume request)
    {
        if (!Ask(ledger => ledger.MayTry(connection.Address, _clock.Uptime)))
        {
            return RequestError.TooManyAttempts;
        }

        RequestError? error = _tokens.TryRead(request.Token, out PlaceToken? token) ? null : RequestError.InvalidToken;
        while (error is null)
        {
            RoomHost? room;
            lock (_lock)
            {
                error = _directory.Reopen(_clock.Now, connection.Address, token!, out room);
            }

            if (error is null && room!.TryResume(connection, token!, request.LastSeq, out error))
            {
                break;
            }
        }

        return Charged(connection.Address, error);
    }

    /// <summary>Opens a room that must be new. Without an id, a named room with a random one.</summary>
    public RequestError? Create(ClientAddress address, RoomId? wanted, Verifier? verifier, out RoomId id)
    {
        id = wanted ?? RoomId.Random(_randomness);
        lock (_lock)
        {
            return _directory.Create(_clock.Now, address, id, verifier, out _);
        }
    }

    /// <summary>
    /// The names of those inside; null when the room is not open, or locked. They are for others only if
    /// <paramref name="maySee"/>.
    /// </summary>
    public IReadOnlyList<string>? NamesIn(RoomId id, Verifier? verifier, out bool isOpen, out bool maySee)
    {
        RoomHost? room;
        lock (_lock)
        {
            room = _directory.Find(id, verifier, out maySee);
        }

        isOpen = room is not null;
        return room?.Names();
    }

    /// <summary>How many rooms are open, and how many members are inside them.</summary>
    public (int Rooms, int Members) Count()
    {
        lock (_lock)
        {
            return (_directory.Count, _directory.All.Sum(room => room.Count));
        }
    }

    public bool TryRequest(ClientAddress address) => Ask(ledger => ledger.TryRequest(address, _clock.Uptime));

    public bool TryConnect(ClientAddress address) => Ask(ledger => ledger.TryConnect(address, _clock.Uptime));

    public void Disconnect(ClientAddress address)
    {
        lock (_lock)
        {
            _ledger.Disconnect(address);
        }
    }

    /// <summary>A wrong proof or token makes the next attempts from that address slower.</summary>
    public RequestError? Charged(ClientAddress address, RequestError? error)
    {
        if (error?.Code is ErrorCodes.WrongProof or ErrorCodes.InvalidToken or ErrorCodes.InvalidIdentity)
        {
            ChargeFailure(address);
        }

        return error;
    }

    private void ChargeFailure(ClientAddress address)
    {
        lock (_lock)
        {
            _ledger.ChargeFailure(address, _clock.Uptime);
        }
    }

    private bool Ask(Func<AddressLedger, bool> question)
    {
        lock (_lock)
        {
            return question(_ledger);
        }
    }

    private void End(RoomHost room)
    {
        lock (_lock)
        {
            if (!room.TryEnd())
            {
                return;
            }

            _directory.Remove(room.Id);
        }

        room.Dispose();
    }
}
