using Hearth.Contracts.Signaling;

namespace Hearth.Rooms;

/// <summary>The bounds of every room, and what its members are told when they come in.</summary>
public sealed record RoomSettings
{
    /// <summary>Members in one room.</summary>
    public int Capacity { get; init; } = 16;

    /// <summary>In Unicode code points.</summary>
    public int NameLength { get; init; } = 40;

    /// <summary>How long a place is kept after its connection was lost.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an empty room is kept.</summary>
    public TimeSpan EmptyExpiry { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long one may wait alone: a forgotten page does not hold a room for ever.</summary>
    public TimeSpan AloneExpiry { get; init; } = TimeSpan.FromHours(6);

    /// <summary>An older token does not bring a place back after a restart.</summary>
    public TimeSpan TokenMaxAge { get; init; } = TimeSpan.FromDays(7);

    public int MailboxMessages { get; init; } = 256;

    public int MailboxBytes { get; init; } = 1024 * 1024;

    /// <summary>How often one member may change its name or state.</summary>
    public Limits.Rate Updates { get; init; } = new(20, 5);

    /// <summary>How often one member may lock the room, answer a knock and the like.</summary>
    public Limits.Rate OwnerCommands { get; init; } = new(40, 5);

    /// <summary>Who may wait before a locked room at once, and of them from one address.</summary>
    public int Knocks { get; init; } = 16;

    public int KnocksPerAddress { get; init; } = 4;

    /// <summary>How often anybody may begin to knock at one room.</summary>
    public Limits.Rate KnockRate { get; init; } = new(32, 0.5);

    /// <summary>How long a knock waits for an answer.</summary>
    public TimeSpan KnockWait { get; init; } = TimeSpan.FromMinutes(5);

    public Contracts.Signaling.Limits Limits { get; init; } = new(
        MessageBytes: 64 * 1024, IdleMs: 60_000, MessageBurst: 400, MessagesPerSecond: 100);

    /// <summary>Where all rooms with these settings count what they do.</summary>
    public RoomTally Tally { get; init; } = new();

    public IReadOnlyList<IceServer> IceServers { get; init; } = [];

    /// <summary>News of the others that may wait in a mailbox before more is held back.</summary>
    internal int NewsOnTheirWay => MailboxMessages / 4;
}
