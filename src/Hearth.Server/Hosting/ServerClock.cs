using Hearth.Rooms;

namespace Hearth.Server.Hosting;

/// <summary>Where cores get their time from.</summary>
internal sealed class ServerClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    public TimeProvider Provider => time;

    public TimeSpan Uptime => time.GetElapsedTime(_start);

    public Instant Now => new(Uptime, time.GetUtcNow());
}
