using Hearth.Contracts.Signaling;
using Hearth.Rooms.Identity;

namespace Hearth.Rooms;

/// <summary>What can be said about a request to come in before any room is looked at.</summary>
public static class RoomDoor
{
    private const int Protocol = 1;

    /// <summary>128 random bits in base64url: nobody guesses another's attempt.</summary>
    private const int ShortestAttempt = 22;
    private const int LongestAttempt = 64;

    /// <summary>Checks version, id, name and that the proof belongs to the id.</summary>
    public static RequestError? Check(
        Join request, int nameLength, out RoomId room, out Verifier? verifier, out string name)
    {
        room = default;
        verifier = null;
        name = "";
        if (request.Protocol != Protocol)
        {
            return RequestError.UnsupportedProtocol;
        }

        if (request.Attempt is { Length: < ShortestAttempt or > LongestAttempt })
        {
            return RequestError.InvalidAttempt;
        }

        if (!RoomId.TryParse(request.Room, out room))
        {
            return RequestError.InvalidRoom;
        }

        if (!MemberName.TryNormalize(request.Name, nameLength, out name))
        {
            return RequestError.InvalidName(nameLength);
        }

        return room.Kind == RoomKind.Named ? null : CheckProof(room, request.Proof, out verifier);
    }

    /// <summary>For a keyed room's id: the verifier that the proof belongs to.</summary>
    public static RequestError? CheckProof(RoomId room, string? proof, out Verifier? verifier)
    {
        verifier = null;
        if (string.IsNullOrEmpty(proof))
        {
            return RequestError.KeyRequired;
        }

        return Verifier.TryFromProof(proof, out verifier) && RoomId.Of(verifier!) == room
            ? null
            : RequestError.WrongProof;
    }
}
