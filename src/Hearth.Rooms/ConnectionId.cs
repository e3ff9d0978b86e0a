namespace Hearth.Rooms;

/// <summary>The shell's number for one signaling connection; never used twice in a process.</summary>
public readonly record struct ConnectionId(long Value);
