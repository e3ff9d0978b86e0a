using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hearth.Contracts.Signaling;

/// <summary>Writes enums as kebab-case words and refuses numbers.</summary>
public sealed class KebabCaseEnumConverter<T>()
    : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;

[JsonConverter(typeof(KebabCaseEnumConverter<Device>))]
[Description("What kind of device a member is on; advisory.")]
public enum Device
{
    Desktop,
    Phone,
    Tablet,
}

[JsonConverter(typeof(KebabCaseEnumConverter<RoomKind>))]
[Description("`keyed`: only with the room's key. `named`: anyone who knows the name.")]
public enum RoomKind
{
    Keyed,
    Named,
}

[JsonConverter(typeof(KebabCaseEnumConverter<TopologyKind>))]
[Description("How members are linked.")]
public enum TopologyKind
{
    /// <summary>Everybody has a link to everybody.</summary>
    Mesh,
}

[JsonConverter(typeof(KebabCaseEnumConverter<LeaveReason>))]
[Description("Why a place is gone.")]
public enum LeaveReason
{
    /// <summary>Said so itself.</summary>
    Left,

    /// <summary>Was not back within the grace time, or was alone for too long.</summary>
    TimedOut,

    /// <summary>Did not acknowledge in time; its mailbox overflowed.</summary>
    TooSlow,

    /// <summary>The same page came back after a reload under a new id.</summary>
    Replaced,

    /// <summary>A defect of the server ended this member's place.</summary>
    Fault,

    /// <summary>The owner removed it.</summary>
    Removed,
}

[JsonConverter(typeof(KebabCaseEnumConverter<ClosingReason>))]
[Description("Why the server closes a connection.")]
public enum ClosingReason
{
    /// <summary>The server restarts; the place can be resumed.</summary>
    Restarting,

    /// <summary>Nothing was heard from the client, or it was alone for too long.</summary>
    Idle,

    /// <summary>The client did not acknowledge in time; its place is gone.</summary>
    TooSlow,

    /// <summary>The owner removed this member.</summary>
    Removed,

    /// <summary>The owner closed the room for everybody.</summary>
    ClosedByOwner,
}

[Description("What a member sends at the moment.")]
public sealed record MemberState(
    [property: Description("The microphone is on.")] bool Microphone,
    [property: Description("The camera is on.")] bool Camera,
    [property: Description("The screen is shared.")] bool Screen,
    [property: Description("The member's page sleeps.")] bool Paused);

[Description("One browser or client in a room.")]
public sealed record Member(
    [property: Description("128 random bits, base64url; never given to anybody else.")] string Id,
    [property: Description("1-40 characters, NFC; not unique.")] string Name,
    Device Device,
    MemberState State,
    [property: Description("The id this member had before its page was reloaded.")] string? ResumeOf = null);

[Description("A room as its members see it.")]
public sealed record RoomDescription(
    [property: Description("Four words, or a name.")] string Id,
    RoomKind Kind,
    [property: Description("How many members fit in.")] int Capacity,
    [property: Description("Whoever comes now has to knock.")] bool Locked,
    [property: Description("The reader of this owns the room.")] bool Owned,
    [property: Description("Whom the owner has removed; told to the owner only.")] IReadOnlyList<Bar>? Bars = null);

[Description("Somebody the owner has removed, barred for as long as the room lives.")]
public sealed record Bar(
    [property: Description("The id of the member that was removed.")] string Member,
    [property: Description("Its identity, if it had shown one: SHA-256 of the public key, base64url.")]
    string? Identity = null);

[Description("Shows that a page holds the signing key it has in this room.")]
public sealed record JoinIdentity(
    [property: Description("ECDSA P-256 public key: the uncompressed point, 65 bytes, base64url without padding.")]
    string Key,
    [property: Description("64 bytes (r, s), base64url without padding: over `hearth/1 join`, room and attempt.")]
    string Signature);

[Description("An RTCIceServer.")]
public sealed record IceServer(
    [property: Description("stun:, stuns:, turn: or turns: addresses.")] IReadOnlyList<string> Urls,
    [property: Description("Needed by turn: and turns:.")] string? Username = null,
    [property: Description("Needed by turn: and turns:.")] string? Credential = null);

[Description("Which links a member has.")]
public sealed record Topology(
    [property: Description("Grows with every change of the room's topology, also over a restart.")] long Epoch,
    TopologyKind Kind,
    [property: Description("The ids this member has links to.")] IReadOnlyList<string> Links);

[Description("What the server takes from one connection.")]
public sealed record Limits(
    [property: Description("The largest message, in bytes.")] int MessageBytes,
    [property: Description("A connection that sends nothing for this long is closed.")] int IdleMs,
    [property: Description("Messages that may come at once.")] int MessageBurst,
    [property: Description("Messages per second after the burst.")] int MessagesPerSecond);
