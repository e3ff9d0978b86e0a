using System.Security.Cryptography;
using Hearth.Contracts.Signaling;
using Hearth.Rooms.Identity;
using Hearth.Rooms.Limits;
using Hearth.Rooms.Tokens;

namespace Hearth.Rooms;

/// <summary>
/// The rooms of one server by id, and who made how many. Shared by all connections: the shell holds one lock
/// around it, and never takes that lock while it holds a room's.
/// </summary>
/// <typeparam name="THost">What the shell keeps a room in; the directory does not look inside.</typeparam>
public sealed class RoomDirectory<THost>(
    RoomSettings settings,
    int maxRooms,
    PlaceTokens tokens,
    RandomNumberGenerator randomness,
    AddressLedger ledger,
    Func<Room, THost> host)
    where THost : class
{
    private readonly Dictionary<string, Entry> _rooms = new(StringComparer.Ordinal);

    public int Count => _rooms.Count;

    public IEnumerable<THost> All => _rooms.Values.Select(entry => entry.Host);

    /// <summary>
    /// The room, if it is open. <paramref name="maySee"/>: whoever holds <paramref name="verifier"/>, which belongs to
    /// the id, may know who is inside.
    /// </summary>
    public THost? Find(RoomId id, Verifier? verifier, out bool maySee)
    {
        bool isOpen = _rooms.TryGetValue(id.Value, out Entry? entry);
        maySee = isOpen ? Belongs(entry!, verifier) : id.Kind == RoomKind.Named || verifier is not null;
        return entry?.Host;
    }

    /// <summary>
    /// The room to join, made if it is not open. The caller has checked that <paramref name="verifier"/> belongs
    /// to the id; two verifiers may share one, so the room's own is compared too.
    /// </summary>
    public RequestError? Open(Instant now, ClientAddress address, RoomId id, Verifier? verifier, out THost? room)
    {
        if (_rooms.TryGetValue(id.Value, out Entry? entry))
        {
            room = entry.Host;
            return Belongs(entry, verifier) ? null : RequestError.WrongProof;
        }

        return Create(now, address, id, verifier, out room);
    }

    /// <summary>A room that must be new.</summary>
    public RequestError? Create(Instant now, ClientAddress address, RoomId id, Verifier? verifier, out THost? room)
    {
        room = null;
        if (_rooms.ContainsKey(id.Value))
        {
            return RequestError.RoomExists;
        }

        if (_rooms.Count >= maxRooms)
        {
            return RequestError.ServerFull;
        }

        if (!ledger.TryAddRoom(address, now.Uptime))
        {
            return RequestError.TooManyRooms;
        }

        room = Add(now, id, verifier, address);
        return null;
    }

    /// <summary>
    /// The room a token names; made again when the token is of an earlier run. It then counts as made by
    /// <paramref name="address"/>: tokens that were gathered for days must not open more rooms than joining does.
    /// </summary>
    public RequestError? Reopen(Instant now, ClientAddress address, PlaceToken token, out THost? room)
    {
        room = null;
        if (_rooms.TryGetValue(token.Room.Value, out Entry? entry))
        {
            room = entry.Host;
            return Belongs(entry, token.Verifier) ? null : RequestError.WrongProof;
        }

        if (token.Run == tokens.Run)
        {
            return RequestError.PlaceGivenUp;
        }

        if (now.Utc - token.IssuedAt > settings.TokenMaxAge)
        {
            return RequestError.InvalidToken;
        }

        return Create(now, address, token.Room, token.Verifier, out room);
    }

    /// <summary>The room is over.</summary>
    public void Remove(RoomId id)
    {
        if (_rooms.Remove(id.Value, out Entry? entry))
        {
            ledger.RemoveRoom(entry.Address);
        }
    }

    private static bool Belongs(Entry entry, Verifier? verifier) =>
        entry.Room.Verifier is null || (verifier is not null && entry.Room.Verifier.Matches(verifier));

    private THost Add(Instant now, RoomId id, Verifier? verifier, ClientAddress address)
    {
        var room = new Room(id, verifier, settings, tokens, randomness, now);
        var entry = new Entry(room, host(room), address);
        _rooms.Add(id.Value, entry);
        return entry.Host;
    }

    private sealed record Entry(Room Room, THost Host, ClientAddress Address);
}
