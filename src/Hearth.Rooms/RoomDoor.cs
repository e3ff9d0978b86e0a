using Hearth.Contracts.Signaling;
using Hearth.Rooms.Identity;
using Hearth.Rooms.Limits;
using Hearth.Rooms.Tokens;

namespace Hearth.Rooms;

/// <summary>What can be said about a request to come in before any room is looked at.</summary>
public static class RoomDoor
{
    private const int Protocol = 1;

    /// <summary>128 random bits in base64url: nobody guesses another's attempt.</summary>
    private const int ShortestAttempt = 22;
    private const int LongestAttempt = 64;

    /// <summary>Checks version, id, name, and that proof and identity belong to what they are shown for.</summary>
    public static RequestError? Check(
        Join request, ClientAddress address, int nameLength, OwnerTokens owners, out Visitor? visitor)
    {
        visitor = null;
        if (request.Protocol != Protocol)
        {
            return RequestError.UnsupportedProtocol;
        }

        if (request.Attempt is { Length: < ShortestAttempt or > LongestAttempt })
        {
            return RequestError.InvalidAttempt;
        }

        if (!RoomId.TryParse(request.Room, out RoomId room))
        {
            return RequestError.InvalidRoom;
        }

        if (!MemberName.TryNormalize(request.Name, nameLength, out string name))
        {
            return RequestError.InvalidName(nameLength);
        }

        Verifier? verifier = null;
        if (room.Kind == RoomKind.Keyed && CheckProof(room, request.Proof, out verifier) is { } error)
        {
            return error;
        }

        string? identity = null;
        if (request.Identity is { } shown && !MemberIdentity.TryVerify(shown, room, request.Attempt, out identity))
        {
            return RequestError.InvalidIdentity;
        }

        visitor = new Visitor(room, verifier, name, identity, owners.IsOwner(room, request.OwnerToken), address);
        return null;
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
