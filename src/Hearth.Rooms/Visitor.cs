using Hearth.Rooms.Identity;
using Hearth.Rooms.Limits;

namespace Hearth.Rooms;

/// <summary>
/// Somebody at the door, as far as it is known before any room is looked at. <paramref name="Name"/> is normalized,
/// <paramref name="Verifier"/> belongs to the room's id, <paramref name="Identity"/> was shown with a signature.
/// </summary>
public sealed record Visitor(
    RoomId Room,
    Verifier? Verifier,
    string Name,
    string? Identity = null,
    bool IsOwner = false,
    ClientAddress Address = default);
