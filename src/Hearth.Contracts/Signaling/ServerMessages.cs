using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hearth.Contracts.Signaling;

/// <summary>A message from the server to a client. Null fields are never written.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Joined), "joined")]
[JsonDerivedType(typeof(Resumed), "resumed")]
[JsonDerivedType(typeof(MemberJoined), "memberJoined")]
[JsonDerivedType(typeof(MemberUpdated), "memberUpdated")]
[JsonDerivedType(typeof(MemberLeft), "memberLeft")]
[JsonDerivedType(typeof(RelayedSignal), "signal")]
[JsonDerivedType(typeof(IceServersChanged), "iceServers")]
[JsonDerivedType(typeof(TopologyChanged), "topology")]
[JsonDerivedType(typeof(RoomUpdated), "roomUpdated")]
[JsonDerivedType(typeof(Knocking), "knocking")]
[JsonDerivedType(typeof(Knock), "knock")]
[JsonDerivedType(typeof(KnockEnded), "knockEnded")]
[JsonDerivedType(typeof(Error), "error")]
[JsonDerivedType(typeof(Closing), "closing")]
[JsonDerivedType(typeof(Replaced), "replaced")]
[JsonDerivedType(typeof(ServerAck), "ack")]
[JsonDerivedType(typeof(Pong), "pong")]
[Description("A message from the server to a client.")]
public abstract record ServerMessage;

/// <summary>A server message that belongs to a place and so is numbered.</summary>
public abstract record SequencedServerMessage : ServerMessage
{
    /// <summary>1, 2, 3 ... per place. Absent only on an error to a connection without a place.</summary>
    [Description("1, 2, 3 ... per place and direction. Absent only on an `error` to a connection without a place.")]
    public long? Seq { get; init; }
}

[Description("The answer to `join`. Number 1 of the place.")]
public sealed record Joined(
    Member Self,
    [property: Description("Names this place for `resume` and `resumeOf`. A secret.")] string Token,
    RoomDescription Room,
    [property: Description("The others, in order of arrival.")] IReadOnlyList<Member> Members,
    IReadOnlyList<IceServer> IceServers,
    Topology Topology,
    Limits Limits,
    [property: Description("How long a place is kept after its connection was lost, in milliseconds.")] int GraceMs,
    [property: Description("When the credentials in `iceServers` end; absent when they do not.")]
    DateTimeOffset? IceExpiresAt = null)
    : SequencedServerMessage;

[Description("The answer to `resume`. Not numbered.")]
public sealed record Resumed(
    [property: Description("The last number the server has from the client.")] long LastReceived,
    [property: Description("The server was restarted and has made room and place again: numbers begin at 1.")]
    bool Fresh,
    [property: Description("Use this token from now on.")] string Token,
    [property: Description("The others who are inside now, in order of arrival.")] IReadOnlyList<Member> Members)
    : ServerMessage;

[Description("Somebody came in.")]
public sealed record MemberJoined(Member Member) : SequencedServerMessage;

[Description("A member's name or state changed.")]
public sealed record MemberUpdated(Member Member) : SequencedServerMessage;

[Description("A member's place is gone; its link ends.")]
public sealed record MemberLeft(
    [property: Description("The id of the member that left.")] string Id,
    LeaveReason Reason) : SequencedServerMessage;

[Description("What another member said.")]
public sealed record RelayedSignal(
    [property: Description("The id of the sender, set by the server.")] string From,
    [property: Description("Any JSON, as the bytes it was sent in.")] RawJson Data) : SequencedServerMessage;

[Description("ICE servers for new links and ICE restarts.")]
public sealed record IceServersChanged(
    IReadOnlyList<IceServer> IceServers,
    [property: Description("When the credentials end; absent when they do not.")]
    DateTimeOffset? IceExpiresAt = null) : SequencedServerMessage;

[Description("Which links this member has. Links follow this message, never the member list.")]
public sealed record TopologyChanged(
    [property: Description("Grows with every change of the room's topology, also over a restart.")] long Epoch,
    TopologyKind Kind,
    [property: Description("The ids this member has links to.")] IReadOnlyList<string> Links)
    : SequencedServerMessage;

[Description("The room itself changed.")]
public sealed record RoomUpdated(RoomDescription Room) : SequencedServerMessage;

[Description("The answer to `join` of a locked room: wait until the owner answers. Not numbered.")]
public sealed record Knocking(
    [property: Description("How long the knock waits for an answer, in milliseconds.")] int WaitMs) : ServerMessage;

[Description("Somebody waits before the locked room; told to its owner.")]
public sealed record Knock(
    [property: Description("For `admit`. Not the id the member will have.")] string Id,
    [property: Description("1-40 characters, NFC; not unique.")] string Name,
    Device Device) : SequencedServerMessage;

[Description("A knock is over: let in, refused, timed out, or whoever knocked went away.")]
public sealed record KnockEnded(
    [property: Description("The id of the knock.")] string Id) : SequencedServerMessage;

[Description("Answers a message that could not be done. The connection goes on.")]
public sealed record Error(
    [property: Description("Stable, kebab-case.")] string Code,
    [property: Description("A sentence for people who write clients.")] string Message,
    [property: Description("The `seq` of the message it answers.")] long? Re = null) : SequencedServerMessage;

[Description("The server closes this connection. Not numbered.")]
public sealed record Closing(
    ClosingReason Reason,
    [property: Description("Come back after this many milliseconds; absent: do not come back by itself.")]
    int? RetryAfterMs = null) : ServerMessage;

[Description("Another connection resumed this place; stay away. Not numbered.")]
public sealed record Replaced : ServerMessage;

[Description("Acknowledges every message up to and including `seq`. Not numbered itself.")]
public sealed record ServerAck(
    [property: Description("The last number received.")] long Seq) : ServerMessage;

[Description("Answers `ping`. Not numbered.")]
public sealed record Pong : ServerMessage;
