namespace Hearth.Rooms;

/// <summary>The closed table of what a room waits for.</summary>
internal static class RoomTimeouts
{
    public static RoomTimeout? Earliest(
        PlaceList places, Doorstep doorstep, RoomSettings settings, TimeSpan? emptySince, TimeSpan? aloneSince)
    {
        RoomTimeout? earliest = null;
        foreach (Place place in places.All)
        {
            earliest = Earlier(earliest, place.Acks.DueAt, RoomTimeoutReason.Acknowledge);
            earliest = Earlier(earliest, place.GraceEndsAt, RoomTimeoutReason.Grace);
        }

        earliest = Earlier(earliest, doorstep.NextTimeout, RoomTimeoutReason.Knock);
        earliest = Earlier(earliest, aloneSince + settings.AloneExpiry, RoomTimeoutReason.Alone);
        return Earlier(earliest, emptySince + settings.EmptyExpiry, RoomTimeoutReason.Empty);
    }

    private static RoomTimeout? Earlier(RoomTimeout? earliest, TimeSpan? at, RoomTimeoutReason reason) =>
        at is { } time && (earliest is null || time < earliest.Value.At) ? new RoomTimeout(time, reason) : earliest;
}
