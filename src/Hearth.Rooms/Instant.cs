namespace Hearth.Rooms;

/// <summary>
/// One reading of the shell's two clocks: <paramref name="Uptime"/> never goes back and measures waiting;
/// <paramref name="Utc"/> is the calendar and stands in tokens, which outlive the process.
/// </summary>
public readonly record struct Instant(TimeSpan Uptime, DateTimeOffset Utc);
