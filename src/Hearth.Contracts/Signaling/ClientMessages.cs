using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hearth.Contracts.Signaling;

/// <summary>A message from a client to the server. Null fields are never written.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Join), "join")]
[JsonDerivedType(typeof(Resume), "resume")]
[JsonDerivedType(typeof(Signal), "signal")]
[JsonDerivedType(typeof(Update), "update")]
[JsonDerivedType(typeof(Leave), "leave")]
[JsonDerivedType(typeof(LockRoom), "lock")]
[JsonDerivedType(typeof(AdmitKnock), "admit")]
[JsonDerivedType(typeof(RemoveMember), "remove")]
[JsonDerivedType(typeof(CloseRoom), "closeRoom")]
[JsonDerivedType(typeof(ClientAck), "ack")]
[JsonDerivedType(typeof(Ping), "ping")]
[Description("A message from a client to the server.")]
public abstract record ClientMessage;

/// <summary>A client message that belongs to a place and so is numbered.</summary>
public abstract record SequencedClientMessage : ClientMessage
{
    /// <summary>1, 2, 3 ... per place; left out by clients that never resume.</summary>
    [Description("1, 2, 3 ... per place and direction. A client that never resumes may leave it out.")]
    public long? Seq { get; init; }
}

[Description("Asks for a new place in a room. Number 1 of the place.")]
public sealed record Join(
    [property: Description("The version of this protocol: 1.")] int Protocol,
    [property: Description("Four words for a keyed room, any other id for a named one.")] string Room,
    [property: Description("1-40 characters after trimming and NFC.")] string Name,
    [property: Description("Keyed rooms: 32 bytes, base64url without padding.")] string? Proof = null,
    Device? Device = null,
    MemberState? State = null,
    [property: Description("The token of the place this page had before it was reloaded.")] string? ResumeOf = null,
    [property: Description("22-64 random characters, the same when a join is repeated because its answer was lost.")]
    string? Attempt = null,
    [property: Description("The owner's token of `POST /api/rooms`: whoever holds it owns the room.")]
    string? OwnerToken = null,
    JoinIdentity? Identity = null)
    : SequencedClientMessage;

[Description("Takes up an existing place; the first message on a new connection. Not numbered.")]
public sealed record Resume(
    [property: Description("The token of the last `joined` or `resumed`.")] string Token,
    [property: Description("The last number received from the server; 0 for none.")] long LastSeq)
    : ClientMessage;

[Description("Says something to one other member. The server reads none of it.")]
public sealed record Signal(
    [property: Description("The id of another member of the room.")] string To,
    [property: Description("Any JSON; forwarded as the bytes it came in.")] RawJson Data)
    : SequencedClientMessage;

[Description("Changes what the others see of the sender. What is left out stays.")]
public sealed record Update(
    [property: Description("1-40 characters after trimming and NFC.")] string? Name = null,
    MemberState? State = null)
    : SequencedClientMessage;

[Description("Gives the place up, at once for everybody.")]
public sealed record Leave : SequencedClientMessage;

[Description("The owner locks or unlocks the room. Whoever comes to a locked room knocks.")]
public sealed record LockRoom(
    bool Locked,
    [property: Description("After a restart of the server: whom the owner removed before, as the room told it.")]
    IReadOnlyList<Bar>? Bars = null)
    : SequencedClientMessage;

[Description("The owner answers a knock.")]
public sealed record AdmitKnock(
    [property: Description("The id of the knock.")] string Id,
    [property: Description("Let in, or refused.")] bool LetIn)
    : SequencedClientMessage;

[Description("The owner removes a member, and bars it from the room for as long as the room lives.")]
public sealed record RemoveMember(
    [property: Description("The id of the member.")] string Id)
    : SequencedClientMessage;

[Description("The owner ends the room for everybody.")]
public sealed record CloseRoom : SequencedClientMessage;

[Description("Acknowledges every message up to and including `seq`. Not numbered itself.")]
public sealed record ClientAck(
    [property: Description("The last number received.")] long Seq) : ClientMessage;

[Description("Keeps the connection; answered by `pong`. Not numbered.")]
public sealed record Ping : ClientMessage;
