namespace Hearth.Server.Hosting;

/// <summary>Lets one through now and then, so that nobody outside can fill the log by asking again and again.</summary>
internal sealed class Seldom(ServerClock clock)
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(10);

    private long _nextTicks;

    public bool IsTime()
    {
        long now = clock.Uptime.Ticks;
        long next = Volatile.Read(ref _nextTicks);
        return now >= next && Interlocked.CompareExchange(ref _nextTicks, now + Between.Ticks, next) == next;
    }
}
