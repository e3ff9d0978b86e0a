using Hearth.Contracts;
using Hearth.Contracts.Signaling;

namespace Hearth.Rooms;

/// <summary>Why a request was not done: a stable code, and a sentence for the person who wrote the client.</summary>
public sealed record RequestError(string Code, string Message)
{
    public static readonly RequestError UnsupportedProtocol = new(
        ErrorCodes.UnsupportedProtocol, "This server speaks version 1 of the protocol. Load the page again.");

    public static readonly RequestError InvalidAttempt = new(
        ErrorCodes.InvalidMessage, "The field attempt has 22 to 64 random characters.");

    public static readonly RequestError NotJoined = new(ErrorCodes.NotJoined, "Join a room first.");

    public static readonly RequestError AlreadyJoined = new(
        ErrorCodes.AlreadyJoined, "This connection already has a place in a room. Leave first.");

    public static readonly RequestError InvalidRoom = new(
        ErrorCodes.InvalidRoom,
        "A room's id has 1 to 64 of a-z, 0-9, - and _, and begins and ends with a letter or digit.");

    public static readonly RequestError KeyRequired = new(
        ErrorCodes.KeyRequired, "This room needs its key. Part of the link is missing.");

    public static readonly RequestError WrongProof = new(
        ErrorCodes.WrongProof, "The key in the link belongs to another room.");

    public static readonly RequestError InvalidToken = new(
        ErrorCodes.InvalidToken, "The token names no place on this server. Join again.");

    public static readonly RequestError PlaceGivenUp = new(
        ErrorCodes.PlaceGivenUp, "The place was given up. Join again.");

    public static readonly RequestError UnknownMember = new(
        ErrorCodes.UnknownMember, "Nobody with that id is in this room.");

    public static readonly RequestError SignalToServer = new(
        ErrorCodes.UnknownMember, "The server itself takes no signals in this room.");

    public static readonly RequestError SignalToSelf = new(
        ErrorCodes.SignalToSelf, "A signal goes to another member.");

    public static readonly RequestError PeerUnreachable = new(
        ErrorCodes.PeerUnreachable, "The member is gone and did not get this signal.");

    public static readonly RequestError TooManyForOne = new(
        ErrorCodes.RateLimited, "Too many signals to this member are still on their way. Wait, then try again.");

    public static readonly RequestError RateLimited = new(
        ErrorCodes.RateLimited, "Too many messages. Wait a little, then try again.");

    public static readonly RequestError InvalidIdentity = new(
        ErrorCodes.InvalidIdentity, "The identity's signature does not fit its key, the room and the attempt.");

    public static readonly RequestError NotOwner = new(
        ErrorCodes.NotOwner, "Only the room's owner can do that.");

    public static readonly RequestError OwnerStays = new(
        ErrorCodes.OwnerStays, "An owner of the room cannot be removed.");

    public static readonly RequestError UnknownKnock = new(
        ErrorCodes.UnknownKnock, "Nobody knocks under that id any more.");

    public static readonly RequestError InvalidBars = new(
        ErrorCodes.InvalidMessage, $"The field bars has at most {HouseRules.MostBars} entries, each as the room told it.");

    public static readonly RequestError Barred = new(
        ErrorCodes.Barred, "The room's owner has removed you from it.");

    public static readonly RequestError Removed = new(
        ErrorCodes.Removed, "The room's owner has removed this place.");

    public static readonly RequestError ClosedByOwner = new(
        ErrorCodes.ClosedByOwner, "The room's owner has closed it.");

    public static readonly RequestError NotLetIn = new(
        ErrorCodes.NotLetIn, "Nobody let you in.");

    public static readonly RequestError RoomLockedFull = new(
        ErrorCodes.RoomLockedFull, "Too many wait before this locked room. Try again later.");

    public static readonly RequestError TooManyKnocks = new(
        ErrorCodes.RateLimited, "Too many have knocked. Wait a little, then try again.");

    public static readonly RequestError AlreadyKnocking = new(
        ErrorCodes.AlreadyJoined, "This connection knocks already. Send leave to give it up.");

    public static readonly RequestError TooManyAttempts = new(
        ErrorCodes.RateLimited, "Too many attempts from this address. Wait a little, then try again.");

    public static readonly RequestError TooManyRooms = new(
        ErrorCodes.TooManyRooms, "Too many rooms were made from this address. Wait until some are over.");

    public static readonly RequestError ServerFull = new(
        ErrorCodes.ServerFull, "This server has no room left. Try again later.");

    public static readonly RequestError ServerStopping = new(
        ErrorCodes.ServerFull, "This server is restarting. Try again in a moment.");

    public static readonly RequestError RoomExists = new(ErrorCodes.RoomExists, "That room is open already.");

    public static readonly RequestError RoomWasMade = new(
        ErrorCodes.RoomExists, "That room was made before, and has its owner. Whoever joins it opens it again.");

    public static readonly RequestError OwnerNotKept = new(
        ErrorCodes.ServerFull, "This server cannot keep who owns a room at the moment. Try again later.");

    public static readonly RequestError AcknowledgedTooMuch = new(
        ErrorCodes.InvalidSequence, "That number was never sent, or was acknowledged long ago.");

    public static RequestError InvalidName(int maxLength) => new(
        ErrorCodes.InvalidName, $"A name has 1 to {maxLength} characters, without hidden or line-breaking ones.");

    public static RequestError RoomFull(int capacity) => new(
        ErrorCodes.RoomFull, $"The room is full: {capacity} are inside.");

    public static RequestError SkippedNumber(long expected) => new(
        ErrorCodes.InvalidSequence, $"A number was skipped: {expected} comes next.");

    public static RequestError From(MessageFault fault) => new(fault.Code, fault.Message);
}
