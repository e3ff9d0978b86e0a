using System.ComponentModel;
using Hearth.Contracts.Signaling;

namespace Hearth.Contracts.Http;

[Description("The body of `POST /api/rooms`. With neither field a named room with a random id is made.")]
public sealed record CreateRoomRequest(
    [property: Description("SHA-256(proof), base64url without padding: makes the room keyed.")] string? Verifier = null,
    [property: Description("The id of a named room.")] string? Name = null);

[Description("The answer to `POST /api/rooms`, with status 201.")]
public sealed record CreatedRoom(
    [property: Description("Four words, or a name.")] string Id,
    [property: Description("The room's link, without the key: the client adds it after `#`.")] string Url,
    RoomKind Kind,
    [property: Description("Shows that its holder made the room. A secret.")] string OwnerToken);

[Description("The answer to `GET /api/rooms/{id}`.")]
public sealed record RoomLookup(
    [property: Description("The id that was asked for.")] string Id,
    [property: Description("The room is open now. A valid link works also when it is not.")] bool Exists,
    RoomKind Kind,
    [property: Description("How many members are inside; 0 while the room is locked.")] int Count,
    [property: Description("Whoever comes now has to knock.")] bool Locked,
    [property: Description("Their names, when the request may see them: a named room, or with its proof; empty while it is locked.")]
    IReadOnlyList<string>? Members = null);

[Description("The body of every answer with a status of 400 or above under `/api` and at `/signal`.")]
public sealed record RequestRefusal(
    [property: Description("Stable, kebab-case.")] string Code,
    [property: Description("A sentence that says what to do.")] string Message);
