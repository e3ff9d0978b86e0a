using Hearth.Contracts.Signaling;
using Hearth.Rooms.Delivery;

namespace Hearth.Rooms;

/// <summary>
/// Keeps every member informed of who else is here, of the room, and its owner of who knocks: posts what has changed since the member was last told. While
/// much of it is unacknowledged, changes are held back and told as one difference later, so that nobody overflows
/// another's mailbox by coming and going.
/// </summary>
internal sealed class News(
    RoomSettings settings, PlaceList places, Outbox outbox, MeshTopology topology, HouseRules rules, Doorstep doorstep)
{
    /// <summary>So many updates about one member may be on their way to another; after that only the latest counts.</summary>
    private const int UpdatesOnTheirWay = 8;

    /// <summary>The member is being told everything at this moment, in its <c>joined</c> or <c>resumed</c>.</summary>
    public void HandleTold(Place to)
    {
        to.Told.Clear();
        to.Departures.Clear();
        foreach (Place other in places.Except(to))
        {
            to.Told.Add(other.Id, other.Member);
        }

        to.ToldEpoch = topology.Epoch;
        to.ToldRoom = rules.For(to.IsOwner);
    }

    /// <summary>Something changed: the members learn of it now or when they have acknowledged enough.</summary>
    public void HandleChange()
    {
        foreach (Place place in places.All)
        {
            Tell(place);
        }
    }

    /// <summary>A place is gone; why, is told with its leaving.</summary>
    public void HandleDeparture(string id, LeaveReason reason)
    {
        foreach (Place place in places.All)
        {
            if (place.Told.ContainsKey(id))
            {
                place.Departures[id] = reason;
            }
        }
    }

    /// <summary>Posts what <paramref name="to"/> has not been told, if its mailbox holds little enough news.</summary>
    public void Tell(Place to)
    {
        if (to.Mailbox.WaitingOf(SubjectKind.News).Messages >= settings.NewsOnTheirWay)
        {
            return;
        }

        foreach ((string id, LeaveReason reason) in to.Departures)
        {
            to.Told.Remove(id);
            outbox.Post(to, new MemberLeft(id, reason), new Subject(SubjectKind.News, id));
        }

        to.Departures.Clear();
        foreach (Place other in places.Except(to))
        {
            TellOf(other, to);
        }

        if (to.ToldEpoch != topology.Epoch)
        {
            to.ToldEpoch = topology.Epoch;
            outbox.Post(to, topology.MessageFor(to, places), new Subject(SubjectKind.News));
        }

        RoomDescription room = rules.For(to.IsOwner);
        if (!ReferenceEquals(to.ToldRoom, room))
        {
            to.ToldRoom = room;
            outbox.Post(to, new RoomUpdated(room), new Subject(SubjectKind.News));
        }

        if (to.IsOwner)
        {
            TellOfKnocks(to);
        }
    }

    private void TellOfKnocks(Place to)
    {
        foreach (string over in to.ToldKnocks.Where(id => doorstep.Find(id) is null).ToArray())
        {
            to.ToldKnocks.Remove(over);
            outbox.Post(to, new KnockEnded(over), new Subject(SubjectKind.News));
        }

        foreach (Knocker knocker in doorstep.All)
        {
            if (to.ToldKnocks.Add(knocker.Id))
            {
                outbox.Post(
                    to,
                    new Knock(knocker.Id, knocker.Visitor.Name, knocker.Request.Device ?? Device.Desktop),
                    new Subject(SubjectKind.News));
            }
        }
    }

    private void TellOf(Place other, Place to)
    {
        if (!to.Told.TryGetValue(other.Id, out Member? told))
        {
            outbox.Post(to, new MemberJoined(other.Member), new Subject(SubjectKind.News, other.Id));
        }
        else if (!ReferenceEquals(told, other.Member)
            && to.Mailbox.WaitingOf(SubjectKind.News, other.Id).Messages < UpdatesOnTheirWay)
        {
            outbox.Post(to, new MemberUpdated(other.Member), new Subject(SubjectKind.News, other.Id));
        }
        else
        {
            return;
        }

        to.Told[other.Id] = other.Member;
    }
}
