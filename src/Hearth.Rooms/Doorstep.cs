using System.Security.Cryptography;
using Hearth.Contracts.Signaling;
using Hearth.Rooms.Delivery;
using Hearth.Rooms.Identity;
using Hearth.Rooms.Limits;

namespace Hearth.Rooms;

/// <summary>
/// Somebody who waits before the locked room. Has no place, and learns nothing of those who have; its connection may
/// be replaced by another of the same attempt.
/// </summary>
internal sealed class Knocker(string id, Join request, Visitor visitor, TimeSpan endsAt)
{
    /// <summary>What the owner answers to; the member will have another.</summary>
    public string Id => id;

    public Join Request => request;

    public Visitor Visitor => visitor;

    /// <summary>When nobody has answered.</summary>
    public TimeSpan EndsAt => endsAt;

    public required ConnectionId Connection { get; set; }
}

/// <summary>Who waits before a locked room: few, not for long, and few of one address.</summary>
internal sealed class Doorstep(RoomSettings settings, Outbox outbox, RandomNumberGenerator randomness, TimeSpan now)
{
    private readonly List<Knocker> _knockers = [];
    private TokenBucket _knocks = new(settings.KnockRate, now);

    /// <summary>In order of arrival.</summary>
    public IReadOnlyList<Knocker> All => _knockers;

    public TimeSpan? NextTimeout => _knockers.Count == 0 ? null : _knockers.Min(knocker => knocker.EndsAt);

    public Knocker? Find(ConnectionId connection) => _knockers.Find(knocker => knocker.Connection == connection);

    public Knocker? Find(string id) => _knockers.Find(knocker => knocker.Id == id);

    public RequestError? Knock(TimeSpan now, ConnectionId connection, Join request, Visitor visitor)
    {
        if (request.Attempt is { } attempt && _knockers.Find(one => one.Request.Attempt == attempt) is { } same)
        {
            // Its connection was lost, and the server has not noticed.
            outbox.Send(same.Connection, ServerFrames.Replaced);
            outbox.Part(same.Connection, RoomOutputKind.Close);
            same.Connection = connection;
            Tell(now, same);
            return null;
        }

        if (_knockers.Count >= settings.Knocks
            || _knockers.Count(one => one.Visitor.Address == visitor.Address) >= settings.KnocksPerAddress)
        {
            return RequestError.RoomLockedFull;
        }

        if (!_knocks.TryTake(settings.KnockRate, now))
        {
            return RequestError.TooManyKnocks;
        }

        var knocker = new Knocker(MemberId.Make(randomness), request, visitor, now + settings.KnockWait)
        {
            Connection = connection,
        };
        _knockers.Add(knocker);
        settings.Tally.HandleKnock();
        Tell(now, knocker);
        return null;
    }

    /// <summary>What one who waits may say: that it lives, and that it goes.</summary>
    public void Handle(Knocker knocker, ClientMessage message)
    {
        switch (message)
        {
            case Ping:
                outbox.Send(knocker.Connection, ServerFrames.Pong);
                break;
            case ClientAck:
                break;
            case Leave:
                Forget(knocker);
                outbox.Part(knocker.Connection, RoomOutputKind.Release);
                break;
            case Join or Resume:
                outbox.SendError(knocker.Connection, RequestError.AlreadyKnocking, (message as Join)?.Seq);
                break;
            default:
                outbox.SendError(knocker.Connection, RequestError.NotJoined, (message as SequencedClientMessage)?.Seq);
                break;
        }
    }

    /// <summary>It waits no more: it was let in, or is gone.</summary>
    public void Forget(Knocker knocker) => _knockers.Remove(knocker);

    /// <summary>The answer is no. The connection may ask for something else.</summary>
    public void TurnAway(Knocker knocker, RequestError why)
    {
        Forget(knocker);
        outbox.SendError(knocker.Connection, why, knocker.Request.Seq);
        outbox.Part(knocker.Connection, RoomOutputKind.Release);
    }

    public void TurnAwayAll(RequestError why)
    {
        foreach (Knocker knocker in _knockers.ToArray())
        {
            TurnAway(knocker, why);
        }
    }

    public void HandleTimeout(TimeSpan now)
    {
        foreach (Knocker knocker in _knockers.Where(knocker => knocker.EndsAt <= now).ToArray())
        {
            TurnAway(knocker, RequestError.NotLetIn);
        }
    }

    private void Tell(TimeSpan now, Knocker knocker) => outbox.Send(
        knocker.Connection, ServerFrames.Encode(new Knocking((int)Math.Max(0, (knocker.EndsAt - now).TotalMilliseconds))));
}
