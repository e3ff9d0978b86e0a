using Hearth.Contracts.Signaling;
using Hearth.Rooms.Delivery;
using Hearth.Rooms.Limits;

namespace Hearth.Rooms;

/// <summary>
/// One member's place in a room: who it is, what waits for it, and which connection, if any, it has at the
/// moment. Owned by its <see cref="Room"/>; only data, no rules.
/// </summary>
internal sealed class Place(Member member, RoomSettings settings, TimeSpan now)
{
    private TokenBucket _updates = new(settings.Updates, now);
    private TokenBucket _commands = new(settings.OwnerCommands, now);

    public Member Member { get; set; } = member;

    public string Id => Member.Id;

    /// <summary>It showed the owner's token.</summary>
    public bool IsOwner { get; init; }

    /// <summary>What it showed to be, if anything; see <see cref="Rooms.Identity.MemberIdentity"/>.</summary>
    public string? Identity { get; init; }

    public ConnectionId? Connection { get; set; }

    /// <summary>What the client named its attempt to join, if it did: a secret between the two.</summary>
    public string? Attempt { get; init; }

    /// <summary>When the place is given up; null while it has a connection.</summary>
    public TimeSpan? GraceEndsAt { get; set; }

    public Mailbox Mailbox { get; } = new(settings.MailboxMessages, settings.MailboxBytes);

    public InboundSequence Inbound { get; } = new();

    public AckSchedule Acks { get; } = new();

    /// <summary>The serial of the token the client was given last.</summary>
    public ulong TokenSerial { get; set; }

    /// <summary>The token it resumed with: holds until the first message shows that the new one has arrived.</summary>
    public ulong? PreviousTokenSerial { get; set; }

    /// <summary>Its first token is of an earlier run, so its id must be remembered when it is gone.</summary>
    public bool IsFromEarlierRun { get; set; }

    /// <summary>Its mailbox is full; it goes when the command at hand is done.</summary>
    public bool HasOverflowed { get; set; }

    /// <summary>What could not be put into the full mailbox.</summary>
    public List<Subject> Lost { get; } = [];

    /// <summary>The others as this member was told of them last, by id.</summary>
    public Dictionary<string, Member> Told { get; } = [];

    /// <summary>Those among them whose leaving it has not been told yet.</summary>
    public Dictionary<string, LeaveReason> Departures { get; } = [];

    /// <summary>The epoch of the topology it was told last.</summary>
    public long ToldEpoch { get; set; }

    /// <summary>The room as this member was told of it last.</summary>
    public RoomDescription? ToldRoom { get; set; }

    /// <summary>The knocks an owner was told of and not yet that they are over.</summary>
    public HashSet<string> ToldKnocks { get; } = [];

    public bool Holds(ulong serial) => serial == TokenSerial || serial == PreviousTokenSerial;

    public bool TryCommand(TimeSpan now) => _commands.TryTake(settings.OwnerCommands, now);

    public bool TryUpdate(TimeSpan now) => _updates.TryTake(settings.Updates, now);
}
