namespace Hearth.Contracts.Signaling;

/// <summary>The stable codes of <c>docs/protocol/signaling.md</c>, the same on both doors (HTTP and signaling).</summary>
public static class ErrorCodes
{
    public const string InvalidJson = "invalid-json";
    public const string InvalidUtf8 = "invalid-utf8";
    public const string InvalidMessage = "invalid-message";
    public const string MessageTooLarge = "message-too-large";
    public const string UnknownType = "unknown-type";
    public const string UnsupportedProtocol = "unsupported-protocol";
    public const string NotJoined = "not-joined";
    public const string AlreadyJoined = "already-joined";
    public const string InvalidSequence = "invalid-sequence";
    public const string InvalidRoom = "invalid-room";
    public const string InvalidName = "invalid-name";
    public const string RoomFull = "room-full";
    public const string RoomExists = "room-exists";
    public const string KeyRequired = "key-required";
    public const string WrongProof = "wrong-proof";
    public const string InvalidToken = "invalid-token";
    public const string PlaceGivenUp = "place-given-up";
    public const string UnknownMember = "unknown-member";
    public const string SignalToSelf = "signal-to-self";
    public const string PeerUnreachable = "peer-unreachable";
    public const string NotOwner = "not-owner";
    public const string UnknownKnock = "unknown-knock";
    public const string OwnerStays = "owner-stays";
    public const string InvalidIdentity = "invalid-identity";
    public const string Barred = "barred";
    public const string NotLetIn = "not-let-in";
    public const string RoomLockedFull = "room-locked-full";
    public const string Removed = "removed";
    public const string ClosedByOwner = "closed-by-owner";
    public const string RateLimited = "rate-limited";
    public const string TooManyRooms = "too-many-rooms";
    public const string ServerFull = "server-full";
    public const string UnknownConnection = "unknown-connection";
    public const string ConnectionBusy = "connection-busy";
    public const string OriginRefused = "origin-refused";
    public const string OperatorTokenNeeded = "operator-token-needed";
}
