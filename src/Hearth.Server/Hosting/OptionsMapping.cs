using Hearth.Contracts.Signaling;
using Hearth.Rooms;
using Hearth.Rooms.Limits;
using Hearth.Server.Options;
using Hearth.Server.Signaling;

namespace Hearth.Server.Hosting;

/// <summary>From the settings as people write them to what the parts are made with.</summary>
internal static class OptionsMapping
{
    /// <summary>A connection's queue takes a full mailbox and what belongs to no mailbox.</summary>
    private const int QueueBeyondMailbox = 256 * 1024;

    public static RoomSettings ToRoomSettings(this HearthOptions options) => new()
    {
        Capacity = options.Rooms.Capacity,
        NameLength = options.Rooms.NameLength,
        Grace = options.Rooms.Grace,
        EmptyExpiry = options.Rooms.EmptyExpiry,
        AloneExpiry = options.Rooms.AloneExpiry,
        TokenMaxAge = options.Rooms.TokenMaxAge,
        MailboxMessages = options.Rooms.MailboxMessages,
        MailboxBytes = options.Rooms.MailboxBytes,
        Updates = new Rate(options.Rooms.UpdateBurst, options.Rooms.UpdatesPerSecond),
        Limits = new Contracts.Signaling.Limits(
            options.Signaling.MessageBytes,
            (int)options.Signaling.IdleTimeout.TotalMilliseconds,
            options.Signaling.MessageBurst,
            options.Signaling.MessagesPerSecond),
        IceServers = [.. options.Ice.Servers.Select(
            server => new IceServer([.. server.Urls], server.Username, server.Credential))],
    };

    public static AddressLimits ToAddressLimits(this HearthOptions options) => new(
        Requests: new Rate(options.Http.RequestBurst, options.Http.RequestsPerSecond),
        Entries: new Rate(options.Rooms.EntryBurst, options.Rooms.EntriesPerSecond),
        Connections: options.Signaling.ConnectionsPerAddress,
        Rooms: options.Rooms.PerAddress);

    public static SignalingLimits ToSignalingLimits(this HearthOptions options) => new(
        options.Signaling.MessageBytes,
        options.Signaling.DiscardBytes,
        new Rate(options.Signaling.MessageBurst, options.Signaling.MessagesPerSecond),
        options.Signaling.IdleTimeout,
        options.Signaling.JoinTimeout,
        options.Signaling.SendTimeout,
        options.Signaling.Heartbeat,
        options.Rooms.MailboxBytes + QueueBeyondMailbox,
        options.Signaling.Connections);
}
