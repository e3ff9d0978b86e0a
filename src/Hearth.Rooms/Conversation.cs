using Hearth.Contracts;
using Hearth.Contracts.Signaling;
using Hearth.Rooms.Delivery;
using Hearth.Rooms.Identity;

namespace Hearth.Rooms;

/// <summary>What members inside say: signals to one another, updates of themselves, acknowledgements.</summary>
internal sealed class Conversation(RoomSettings settings, PlaceList places, Outbox outbox, News news)
{
    public void Handle(TimeSpan now, Place from, ClientMessage message)
    {
        switch (message)
        {
            case ClientAck ack:
                HandleAck(from, ack.Seq);
                break;
            case Ping:
                outbox.Send(from.Connection, ServerFrames.Pong);
                break;
            case Resume:
                outbox.PostError(from, RequestError.AlreadyJoined, null);
                break;
            case Join join:
                HandleJoin(now, from, join);
                break;
            case Signal signal when Accepts(now, from, signal.Seq, out long re):
                HandleSignal(from, signal, re);
                break;
            case Update update when Accepts(now, from, update.Seq, out long re):
                HandleUpdate(now, from, update, re);
                break;
        }
    }

    public void Refuse(TimeSpan now, Place from, MessageFault fault, bool isNumbered)
    {
        if (fault.Seq is null && !isNumbered)
        {
            outbox.PostError(from, RequestError.From(fault), null);
        }
        else if (Accepts(now, from, fault.Seq, out long re))
        {
            outbox.PostError(from, RequestError.From(fault), re);
        }
    }

    /// <summary>Whether the message is the next one; what was had already or skips ahead is dealt with here.</summary>
    public bool Accepts(TimeSpan now, Place from, long? seq, out long number)
    {
        Arrival arrival = from.Inbound.Accept(seq);
        number = seq ?? from.Inbound.Last;
        if (arrival == Arrival.Skipped)
        {
            outbox.PostError(from, RequestError.SkippedNumber(from.Inbound.Last + 1), seq);
        }
        else if (from.Acks.HandleReceived(now))
        {
            outbox.Acknowledge(from);
        }

        return arrival == Arrival.Next;
    }

    /// <summary>A second join is often numbered 1 again: it is answered all the same, and not taken as a repetition.</summary>
    private void HandleJoin(TimeSpan now, Place from, Join join)
    {
        bool isNext = join.Seq is null || join.Seq == from.Inbound.Last + 1;
        if (!isNext || Accepts(now, from, join.Seq, out _))
        {
            outbox.PostError(from, RequestError.AlreadyJoined, join.Seq ?? from.Inbound.Last);
        }
    }

    private void HandleAck(Place from, long seq)
    {
        if (!from.Mailbox.TryAcknowledge(seq))
        {
            outbox.PostError(from, RequestError.AcknowledgedTooMuch, null);
        }
        else
        {
            news.Tell(from);
        }
    }

    private void HandleSignal(Place from, Signal signal, long re)
    {
        if (signal.To == MemberId.Server)
        {
            outbox.PostError(from, RequestError.SignalToServer, re);
        }
        else if (signal.To == from.Id)
        {
            outbox.PostError(from, RequestError.SignalToSelf, re);
        }
        else if (places.Find(signal.To) is not { } to)
        {
            outbox.PostError(from, RequestError.UnknownMember, re);
        }
        else if (!to.Mailbox.TakesSignal(from.Id, signal.Data.Utf8.Length + ServerFrames.SignalOverhead))
        {
            outbox.PostError(from, RequestError.TooManyForOne, re);
        }
        else
        {
            outbox.PostSignal(to, from.Id, re, signal.Data.Utf8.Span);
        }
    }

    private void HandleUpdate(TimeSpan now, Place from, Update update, long re)
    {
        string name = from.Member.Name;
        if (update.Name is not null && !MemberName.TryNormalize(update.Name, settings.NameLength, out name))
        {
            outbox.PostError(from, RequestError.InvalidName(settings.NameLength), re);
            return;
        }

        if (!from.TryUpdate(now))
        {
            outbox.PostError(from, RequestError.RateLimited, re);
            return;
        }

        from.Member = from.Member with { Name = name, State = update.State ?? from.Member.State };
        news.HandleChange();
    }
}
