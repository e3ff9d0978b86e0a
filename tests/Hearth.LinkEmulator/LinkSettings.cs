namespace Hearth.LinkEmulator;

/// <summary>What one direction of a line does to packets. The default is a perfect line.</summary>
internal sealed record LinkSettings
{
    public bool IsUp { get; init; } = true;

    public long DelayMicroseconds { get; init; }

    /// <summary>The delay varies by up to this much in both directions; the order of packets stays.</summary>
    public long JitterMicroseconds { get; init; }

    /// <summary>Share of packets lost one by one, 0..1.</summary>
    public double Loss { get; init; }

    /// <summary>Chance of each packet to begin a burst in which everything is lost, 0..1.</summary>
    public double BurstChance { get; init; }

    /// <summary>Mean number of packets in such a burst.</summary>
    public double BurstLength { get; init; } = 1;

    /// <summary>Share of packets that skip the delay and so overtake others, 0..1.</summary>
    public double Reorder { get; init; }

    /// <summary>Share of packets that arrive twice, 0..1.</summary>
    public double Duplicate { get; init; }

    /// <summary>0: no limit.</summary>
    public long RateBitsPerSecond { get; init; }

    /// <summary>What waits for a slow line; a packet that does not fit is dropped.</summary>
    public int QueueBytes { get; init; } = 65_536;
}
