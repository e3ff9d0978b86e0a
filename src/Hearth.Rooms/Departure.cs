using Hearth.Contracts.Signaling;
using Hearth.Rooms.Delivery;

namespace Hearth.Rooms;

/// <summary>The way out: a place goes, the others learn of it, and senders learn what did not arrive.</summary>
internal sealed class Departure(PlaceList places, Outbox outbox, MeshTopology topology, News news, DepartedMembers departed)
{
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

        if (reason == LeaveReason.TooSlow)
        {
            outbox.Send(place.Connection, ServerFrames.Encode(new Closing(ClosingReason.TooSlow)));
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

        if (reason is LeaveReason.TooSlow or LeaveReason.TimedOut or LeaveReason.Fault)
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
