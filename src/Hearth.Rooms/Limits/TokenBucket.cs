namespace Hearth.Rooms.Limits;

/// <summary>How much may come at once, and how much each second after that.</summary>
public readonly record struct Rate(int Burst, double PerSecond);

/// <summary>
/// A token bucket: begins full, refills evenly, never holds more than its burst. A mutable struct of 16 bytes:
/// keep it in a field, never in a property.
/// </summary>
public struct TokenBucket(Rate rate, TimeSpan now)
{
    private double _tokens = rate.Burst;
    private TimeSpan _countedAt = now;

    /// <summary>Takes <paramref name="cost"/> tokens, or none when there are too few.</summary>
    public bool TryTake(Rate rate, TimeSpan now, double cost = 1)
    {
        Refill(rate, now);
        if (_tokens < cost)
        {
            return false;
        }

        _tokens -= cost;
        return true;
    }

    /// <summary>Takes what has already been spent, down to nothing.</summary>
    public void Charge(Rate rate, TimeSpan now, double cost)
    {
        Refill(rate, now);
        _tokens = Math.Max(0, _tokens - cost);
    }

    public bool Holds(Rate rate, TimeSpan now, double tokens)
    {
        Refill(rate, now);
        return _tokens >= tokens;
    }

    private void Refill(Rate rate, TimeSpan now)
    {
        double seconds = Math.Max(0, (now - _countedAt).TotalSeconds);
        _tokens = Math.Min(rate.Burst, _tokens + (seconds * rate.PerSecond));
        _countedAt = now;
    }
}
