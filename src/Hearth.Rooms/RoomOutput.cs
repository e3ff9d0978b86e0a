namespace Hearth.Rooms;

public enum RoomOutputKind
{
    /// <summary>Send the frame.</summary>
    Send,

    /// <summary>The connection has no place any more, and may ask for another.</summary>
    Release,

    /// <summary>The connection has no place any more: close it when what was sent before has left.</summary>
    Close,
}

/// <summary>What a room wants done, in order. A frame is never changed afterwards.</summary>
public readonly record struct RoomOutput(
    RoomOutputKind Kind, ConnectionId Connection, ReadOnlyMemory<byte> Frame = default);

public enum RoomTimeoutReason
{
    Acknowledge,
    Grace,
    Alone,
    Knock,
    Empty,
}

/// <summary>When a room next wants to be woken, and why.</summary>
public readonly record struct RoomTimeout(TimeSpan At, RoomTimeoutReason Reason);
