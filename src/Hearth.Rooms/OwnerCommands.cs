using Hearth.Contracts.Signaling;
using Hearth.Rooms.Identity;

namespace Hearth.Rooms;

/// <summary>What only the owner may ask: locking the room, answering knocks, removing members, closing the room.</summary>
internal sealed class OwnerCommands(
    PlaceList places,
    Outbox outbox,
    HouseRules rules,
    Doorstep doorstep,
    ReturnPasses passes,
    Entrance entrance,
    Departure departure,
    News news,
    RoomTally tally)
{
    public void Handle(Instant now, Place from, ClientMessage message, long re)
    {
        RequestError? error = !from.TryCommand(now.Uptime) ? RequestError.RateLimited
            : !from.IsOwner ? RequestError.NotOwner
            : message switch
            {
                LockRoom request => Lock(now, request),
                AdmitKnock request => Admit(now, request),
                RemoveMember request => Remove(request.Id),
                CloseRoom => Close(now, from),
                _ => null,
            };
        if (error is not null)
        {
            outbox.PostError(from, error, re);
        }

        news.HandleChange();
    }

    private RequestError? Lock(Instant now, LockRoom request)
    {
        if (request.Bars is { } bars)
        {
            // A list may hold null, whatever its type says: it comes from the network.
            if (bars.Count > HouseRules.MostBars || bars.Any(bar => bar is null || !IsWellFormed(bar)))
            {
                return RequestError.InvalidBars;
            }

            foreach (Bar bar in bars)
            {
                Enforce(bar);
            }
        }

        rules.SetLocked(request.Locked);
        foreach (Knocker knocker in request.Locked ? [] : doorstep.All.ToArray())
        {
            if (entrance.LetIn(now, knocker) is { } error)
            {
                doorstep.TurnAway(knocker, error);
            }
        }

        return null;
    }

    private RequestError? Admit(Instant now, AdmitKnock request)
    {
        if (doorstep.Find(request.Id) is not { } knocker)
        {
            return RequestError.UnknownKnock;
        }

        if (request.LetIn)
        {
            // A full room leaves the knock waiting: somebody may go.
            return entrance.LetIn(now, knocker);
        }

        doorstep.TurnAway(knocker, RequestError.NotLetIn);
        return null;
    }

    private RequestError? Remove(string id)
    {
        if (places.Find(id) is not { } place)
        {
            return RequestError.UnknownMember;
        }

        if (place.IsOwner)
        {
            return RequestError.OwnerStays;
        }

        Enforce(new Bar(place.Id, place.Identity));
        return null;
    }

    /// <summary>Bars somebody, and shows out whoever of it is inside or knocks; its other tabs too.</summary>
    private void Enforce(Bar bar)
    {
        rules.Add(bar);
        foreach (Place place in places.All.Where(place => !place.IsOwner && rules.IsBarred(place.Identity, place.Id)).ToArray())
        {
            departure.Remove(place, LeaveReason.Removed, RoomOutputKind.Close);
            tally.HandleRemoval();
        }

        foreach (Knocker knocker in doorstep.All.Where(one => rules.IsBarred(one.Visitor.Identity, null)).ToArray())
        {
            doorstep.TurnAway(knocker, RequestError.Barred);
        }
    }

    /// <summary>Everybody goes, the owner too; who is away finds its token dead.</summary>
    private RequestError? Close(Instant now, Place from)
    {
        outbox.Acknowledge(from);
        Place[] all = [.. places.All];
        foreach (Place place in all)
        {
            // Before anybody is removed: nobody needs to hear of the others' going.
            departure.SayClosing(place, ClosingReason.ClosedByOwner);
        }

        foreach (Place place in all)
        {
            departure.Remove(place, LeaveReason.Left, RoomOutputKind.Close);
        }

        doorstep.TurnAwayAll(RequestError.NotLetIn);
        passes.Clear();
        rules.Close(now.Utc);
        return null;
    }

    private static bool IsWellFormed(Bar bar) =>
        MemberId.IsOne(bar.Member) && (bar.Identity is null || MemberIdentity.IsOne(bar.Identity));
}
