using Hearth.Contracts.Signaling;
using Hearth.Rooms.Delivery;

namespace Hearth.Rooms;

/// <summary>The way out: a place goes, the others learn of it, and senders learn what did not arrive.</summary>
internal sealed class Departure(
    PlaceList places,
    Outbox outbox,
    MeshTopology topology,
    News news,
    DepartedMembers departed,
    ReturnPasses passes)
{
    /// <summary>A place's last words to its client; afterwards it has no connection.</summary>
    public void SayClosing(Place place, ClosingReason reason)
    {
        outbox.Send(place.Connection, ServerFrames.Encode(new Closing(reason)));
        outbox.Detach(place, RoomOutputKind.Close);
    }

    /// <summary>
    /// <paramref name="connection"/> says what becomes of the place's connection. The place's own last words
    /// (<c>closing</c>, <c>replaced</c>) go out before.
    /// </summary>
    public void Remove(Place place, LeaveReason reason, RoomOutputKind connection)
    {
        if (!places.Remove(place))
        {
            return;
        }

        if (reason is LeaveReason.TooSlow or LeaveReason.Removed)
        {
            SayClosing(place, reason == LeaveReason.Removed ? ClosingReason.Removed : ClosingReason.TooSlow);
        }
        else if (reason == LeaveReason.Replaced)
        {
            outbox.Send(place.Connection, ServerFrames.Replaced);
        }

        outbox.Detach(place, connection);
        if (place.IsFromEarlierRun)
        {
            departed.Add(place.Id);
        }

        if (reason is not (LeaveReason.Removed or LeaveReason.Replaced))
        {
            passes.Add(place);
        }

        if (reason is LeaveReason.TooSlow or LeaveReason.TimedOut or LeaveReason.Fault or LeaveReason.Removed)
        {
            AnswerSenders(place);
        }

        topology.HandleChange();
        news.HandleDeparture(place.Id, reason);
        news.HandleChange();
    }

    /// <summary>There is never silence: each signal that waited, or found the mailbox full, is answered.</summary>
    private void AnswerSenders(Place gone)
    {
        foreach (Subject subject in gone.Mailbox.Waiting.Select(letter => letter.Subject).Concat(gone.Lost))
        {
            if (subject is { Kind: SubjectKind.Signal, Member: { } id } && places.Find(id) is { } sender)
            {
                outbox.PostError(sender, RequestError.PeerUnreachable, subject.Re);
            }
        }
    }
}
