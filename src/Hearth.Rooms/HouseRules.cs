using Hearth.Contracts.Signaling;
using Hearth.Rooms.Identity;
using Hearth.Rooms.Tokens;

namespace Hearth.Rooms;

/// <summary>
/// What the owner has decided: whether the room is locked, who is barred, when it was closed. Lives as long as the
/// room does; after a restart the owner's client says it again.
/// </summary>
internal sealed class HouseRules
{
    /// <summary>The oldest is forgotten first.</summary>
    public const int MostBars = 64;

    private readonly RoomId _id;
    private readonly int _capacity;
    private readonly List<Bar> _bars = [];
    private RoomDescription _forOwners;
    private RoomDescription _forOthers;
    private DateTimeOffset? _closedAt;

    public HouseRules(RoomId id, int capacity)
    {
        _id = id;
        _capacity = capacity;
        (_forOwners, _forOthers) = Describe();
    }

    public bool IsLocked { get; private set; }

    /// <summary>The same object until something in it changes.</summary>
    public RoomDescription For(bool isOwner) => isOwner ? _forOwners : _forOthers;

    public void SetLocked(bool isLocked)
    {
        if (IsLocked != isLocked)
        {
            IsLocked = isLocked;
            (_forOwners, _forOthers) = Describe();
        }
    }

    public void Add(Bar bar)
    {
        if (_bars.Contains(bar))
        {
            return;
        }

        _bars.Add(bar);
        if (_bars.Count > MostBars)
        {
            _bars.RemoveAt(0);
        }

        (_forOwners, _) = Describe();
    }

    /// <summary>Whether a person, or the place a token names, was removed from this room.</summary>
    public bool IsBarred(string? identity, string? member) =>
        _bars.Exists(bar => bar.Member == member || (identity is not null && bar.Identity == identity));

    /// <summary>The room is over for all who were inside, and begins anew for whoever comes next.</summary>
    public void Close(DateTimeOffset now)
    {
        _closedAt = now;
        Forget();
    }

    public void Forget()
    {
        IsLocked = false;
        _bars.Clear();
        (_forOwners, _forOthers) = Describe();
    }

    /// <summary>Why a token whose place is gone brings nobody back; null: the owner has nothing to do with it.</summary>
    public RequestError? Against(PlaceToken token) =>
        !token.IsOwner && IsBarred(token.Identity, token.MemberId) ? RequestError.Removed
        : token.IssuedAt <= _closedAt ? RequestError.ClosedByOwner
        : null;

    private (RoomDescription Owners, RoomDescription Others) Describe()
    {
        var others = new RoomDescription(_id.Value, _id.Kind, _capacity, IsLocked, Owned: false);
        return (others with { Owned = true, Bars = [.. _bars] }, others);
    }
}
