using Hearth.Contracts.Signaling;
using Hearth.Rooms.Delivery;

namespace Hearth.Rooms;

/// <summary>
/// The way out of a room: numbers and keeps what belongs to a place, and lines up what the shell is to do.
/// </summary>
internal sealed class Outbox(RoomTally tally)
{
    private readonly Queue<RoomOutput> _outputs = [];

    /// <summary>Places whose mailbox overflowed during the command at hand.</summary>
    private readonly Queue<Place> _overflowed = [];

    public bool TryGetOutput(out RoomOutput output) => _outputs.TryDequeue(out output);

    public bool TryGetOverflowed(out Place? place) => _overflowed.TryDequeue(out place);

    /// <summary>A numbered message: kept until it is acknowledged, sent now if there is a connection.</summary>
    public void Post(Place to, SequencedServerMessage message, Subject subject = default) =>
        Post(to, ServerFrames.Encode(message with { Seq = to.Mailbox.LastSent + 1 }), subject);

    public void PostSignal(Place to, string from, long re, ReadOnlySpan<byte> data)
    {
        tally.HandleSignal();
        Post(
            to,
            ServerFrames.EncodeSignal(to.Mailbox.LastSent + 1, from, data),
            new Subject(SubjectKind.Signal, from, re));
    }

    public void PostError(Place to, RequestError error, long? re)
    {
        tally.HandleRefusal(error.Code);
        Post(to, new Error(error.Code, error.Message, re));
    }

    /// <summary>A message of the connection itself: lost with it.</summary>
    public void Send(ConnectionId? connection, ReadOnlyMemory<byte> frame)
    {
        if (connection is { } id)
        {
            _outputs.Enqueue(new RoomOutput(RoomOutputKind.Send, id, frame));
        }
    }

    /// <summary>An error to a connection without a place.</summary>
    public void SendError(ConnectionId connection, RequestError error, long? re)
    {
        tally.HandleRefusal(error.Code);
        Send(connection, ServerFrames.Encode(new Error(error.Code, error.Message, re)));
    }

    /// <summary>A connection without a place has nothing more to do with this room.</summary>
    public void Part(ConnectionId connection, RoomOutputKind kind) => _outputs.Enqueue(new RoomOutput(kind, connection));

    /// <summary>Everything that waits, again and in order.</summary>
    public void SendWaiting(Place to)
    {
        foreach (Letter letter in to.Mailbox.Waiting)
        {
            Send(to.Connection, letter.Frame);
        }
    }

    public void Acknowledge(Place place)
    {
        place.Acks.HandleSent();
        Send(place.Connection, ServerFrames.Encode(new ServerAck(place.Inbound.Last)));
    }

    /// <summary>Parts the connection from its place.</summary>
    public void Detach(Place place, RoomOutputKind kind)
    {
        if (place.Connection is { } id)
        {
            place.Connection = null;
            _outputs.Enqueue(new RoomOutput(kind, id));
        }
    }

    private void Post(Place to, ReadOnlyMemory<byte> frame, Subject subject)
    {
        if (to.HasOverflowed)
        {
            // It is about to go; what waited is answered then, and this with it when it is a signal.
            to.Lost.Add(subject);
            return;
        }

        if (to.Mailbox.TryAdd(frame, subject))
        {
            Send(to.Connection, frame);
            return;
        }

        to.HasOverflowed = true;
        tally.HandleOverflow();
        to.Lost.Add(subject);
        _overflowed.Enqueue(to);
    }
}
