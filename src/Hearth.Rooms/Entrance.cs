using System.Buffers.Binary;
using System.Security.Cryptography;
using Hearth.Contracts.Signaling;
using Hearth.Rooms.Delivery;
using Hearth.Rooms.Identity;
using Hearth.Rooms.Tokens;

namespace Hearth.Rooms;

/// <summary>The ways into a room: a new place, a knock, the same place over a new connection, a place made again.</summary>
internal sealed class Entrance(
    Room room,
    RoomSettings settings,
    PlaceList places,
    Outbox outbox,
    MeshTopology topology,
    News news,
    DepartedMembers departed,
    Departure departure,
    HouseRules rules,
    Doorstep doorstep,
    ReturnPasses passes,
    PlaceTokens tokens,
    RandomNumberGenerator randomness)
{
    private static readonly MemberState Silent = new(Microphone: false, Camera: false, Screen: false, Paused: false);

    /// <summary>A place, or before a locked room a knock.</summary>
    public RequestError? Join(Instant now, ConnectionId connection, Join request, Visitor visitor)
    {
        PlaceToken? before = ReadEarlierPlace(request.ResumeOf);
        Place? old = before is null ? null : places.Find(before.MemberId);
        if (old is not null && !old.Holds(before!.Serial))
        {
            // An outdated token: somebody else holds that place now.
            old = null;
            before = null;
        }

        // The same attempt once more: its client never read the answer, and its place would be a ghost beside it.
        old ??= request.Attempt is { } attempt ? places.FindAttempt(attempt) : null;
        if (!visitor.IsOwner && rules.IsBarred(visitor.Identity, before?.MemberId))
        {
            return RequestError.Barred;
        }

        bool mayEnter = !rules.IsLocked || visitor.IsOwner || old is not null || (before is not null && ComesBack(now, before));
        return mayEnter
            ? Enter(now, connection, request, visitor, old, before)
            : doorstep.Knock(now.Uptime, connection, request, visitor);
    }

    /// <summary>Somebody who knocked gets a place. Otherwise the knock goes on.</summary>
    public RequestError? LetIn(Instant now, Knocker knocker)
    {
        RequestError? error = Enter(now, knocker.Connection, knocker.Request, knocker.Visitor, null, null);
        if (error is null)
        {
            doorstep.Forget(knocker);
        }

        return error;
    }

    private RequestError? Enter(
        Instant now, ConnectionId connection, Join request, Visitor visitor, Place? old, PlaceToken? before)
    {
        if (places.Count - (old is null ? 0 : 1) >= settings.Capacity)
        {
            return RequestError.RoomFull(settings.Capacity);
        }

        if (old is not null)
        {
            departure.Remove(old, LeaveReason.Replaced, RoomOutputKind.Close);
        }
        else if (before is not null && before.Run != tokens.Run)
        {
            departed.Add(before.MemberId);
        }

        var member = new Member(
            MemberId.Make(randomness), visitor.Name, request.Device ?? Device.Desktop, request.State ?? Silent, old?.Id ?? before?.MemberId);
        var place = new Place(member, settings, now.Uptime)
        {
            Connection = connection,
            Attempt = request.Attempt,
            IsOwner = visitor.IsOwner,
            Identity = visitor.Identity,
        };
        places.Add(place);
        place.Inbound.Accept(null);
        place.Acks.HandleReceived(now.Uptime);
        topology.HandleChange();
        outbox.Post(place, new Joined(
            member,
            IssueToken(place, now),
            rules.For(visitor.IsOwner),
            Others(place),
            settings.IceServers,
            topology.For(place, places),
            settings.Limits,
            (int)settings.Grace.TotalMilliseconds));
        settings.Tally.HandleJoin();
        news.HandleTold(place);
        news.HandleChange();
        return null;
    }

    public RequestError? Resume(Instant now, ConnectionId connection, PlaceToken token, long lastSeq) =>
        places.Find(token.MemberId) is { } place
            ? TakeUp(now, place, connection, token, lastSeq)
            : MakeAgain(now, connection, token);

    private RequestError? TakeUp(Instant now, Place place, ConnectionId connection, PlaceToken token, long lastSeq)
    {
        if (!place.Holds(token.Serial))
        {
            return RequestError.InvalidToken;
        }

        // The client may never have seen that its place was made again: then it still counts as it did before the
        // restart, and has acknowledged nothing since.
        bool isFresh = token.Run != tokens.Run;
        if (isFresh)
        {
            lastSeq = 0;
        }

        if (lastSeq < place.Mailbox.LastAcknowledged || !place.Mailbox.TryAcknowledge(lastSeq))
        {
            return RequestError.AcknowledgedTooMuch;
        }

        outbox.Send(place.Connection, ServerFrames.Replaced);
        outbox.Detach(place, RoomOutputKind.Close);
        place.Connection = connection;
        place.GraceEndsAt = null;
        place.Acks.HandleSent();
        place.PreviousTokenSerial = token.Serial;
        outbox.Send(connection, ServerFrames.Encode(
            new Resumed(place.Inbound.Last, isFresh, IssueToken(place, now), Others(place))));
        outbox.SendWaiting(place);
        settings.Tally.HandleResume(isFresh);
        return null;
    }

    private RequestError? MakeAgain(Instant now, ConnectionId connection, PlaceToken token)
    {
        if (rules.Against(token) is { } why)
        {
            return why;
        }

        if (token.Run == tokens.Run || departed.Contains(token.MemberId))
        {
            return RequestError.PlaceGivenUp;
        }

        if (now.Utc - token.IssuedAt > settings.TokenMaxAge)
        {
            return RequestError.InvalidToken;
        }

        if (places.Count >= settings.Capacity)
        {
            return RequestError.RoomFull(settings.Capacity);
        }

        var place = new Place(
            new Member(token.MemberId, token.Name, token.Device, Silent), settings, now.Uptime)
        {
            Connection = connection,
            PreviousTokenSerial = token.Serial,
            IsFromEarlierRun = true,
            IsOwner = token.IsOwner,
            Identity = token.Identity,
        };
        places.Add(place);
        topology.HandleChange();
        outbox.Send(connection, ServerFrames.Encode(
            new Resumed(LastReceived: 0, Fresh: true, IssueToken(place, now), Others(place))));
        outbox.Post(place, topology.MessageFor(place, places));
        outbox.Post(place, new IceServersChanged(settings.IceServers));
        outbox.Post(place, new RoomUpdated(rules.For(place.IsOwner)));
        settings.Tally.HandleResume(isFresh: true);
        news.HandleTold(place);
        news.HandleChange();
        return null;
    }

    /// <summary>
    /// Somebody who was inside may come back without knocking: by the token of a place it had in this run, or by one
    /// of an earlier run, with which it could resume just as well.
    /// </summary>
    private bool ComesBack(Instant now, PlaceToken before) => before.Run == tokens.Run
        ? passes.TryUse(before)
        : now.Utc - before.IssuedAt <= settings.TokenMaxAge && !departed.Contains(before.MemberId);

    /// <summary>A token of another room, server or format is no error: the page then simply joins.</summary>
    private PlaceToken? ReadEarlierPlace(string? resumeOf) =>
        tokens.TryRead(resumeOf, out PlaceToken? token) && token!.Room == room.Id ? token : null;

    private string IssueToken(Place place, Instant now)
    {
        byte[] serial = new byte[sizeof(ulong)];
        randomness.GetBytes(serial);
        place.TokenSerial = BinaryPrimitives.ReadUInt64LittleEndian(serial);
        return tokens.Write(new PlaceToken(
            tokens.Run,
            place.TokenSerial,
            now.Utc,
            room.Id,
            room.Verifier,
            place.Id,
            place.Member.Name,
            place.Member.Device,
            place.Identity,
            place.IsOwner));
    }

    private Member[] Others(Place place) => [.. places.Except(place).Select(other => other.Member)];
}
