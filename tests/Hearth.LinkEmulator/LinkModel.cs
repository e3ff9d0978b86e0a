namespace Hearth.LinkEmulator;

/// <summary>
/// One direction of a line in virtual time: a queue before a slow sender, then a wire that delays, loses, repeats
/// and reorders. Owns the packets on the way and knows no clock: time in microseconds is an argument and never goes
/// back. After each command the packets that have arrived are taken with <see cref="TryGetTransmit"/>.
/// </summary>
internal sealed class LinkModel(LinkSettings settings, ulong seed)
{
    private readonly SeededNumbers _numbers = new(seed);
    private readonly Queue<byte[]> _queue = new();
    private readonly PriorityQueue<byte[], (long At, long Order)> _wire = new();
    private readonly Queue<byte[]> _arrived = new();
    private long _queuedBytes;

    /// <summary>When the first packet of the queue has been sent wholly.</summary>
    private long _headLeavesAt;

    /// <summary>Packets that do not overtake arrive no sooner than this.</summary>
    private long _lastArrivalAt;

    private long _order;
    private bool _isInBurst;

    public LinkSettings Settings { get; private set; } = settings;

    public LinkCounts Counts { get; } = new();

    /// <summary>When <see cref="HandleTimeout"/> has something to do; null: not before the next packet.</summary>
    public long? NextTimeout
    {
        get
        {
            long? leaves = _queue.Count > 0 ? _headLeavesAt : null;
            long? arrives = _wire.TryPeek(out _, out (long At, long Order) first) ? first.At : null;
            return leaves is null || arrives < leaves ? arrives : leaves;
        }
    }

    public void HandlePacket(long now, ReadOnlySpan<byte> packet)
    {
        HandleTimeout(now);
        Counts.Offered++;
        if (!Settings.IsUp)
        {
            Counts.Cut++;
        }
        else if (Settings.RateBitsPerSecond == 0)
        {
            Leave(now, packet.ToArray());
            HandleTimeout(now);
        }
        else if (_queuedBytes + packet.Length > Settings.QueueBytes)
        {
            Counts.Overflowed++;
        }
        else
        {
            _queue.Enqueue(packet.ToArray());
            _queuedBytes += packet.Length;
            if (_queue.Count == 1)
            {
                _headLeavesAt = now + SendingTime(packet.Length);
            }
        }
    }

    public void HandleTimeout(long now)
    {
        while (_queue.Count > 0 && _headLeavesAt <= now)
        {
            byte[] packet = _queue.Dequeue();
            _queuedBytes -= packet.Length;
            Leave(_headLeavesAt, packet);
            if (_queue.TryPeek(out byte[]? next))
            {
                _headLeavesAt += SendingTime(next.Length);
            }
        }

        while (_wire.TryPeek(out _, out (long At, long Order) first) && first.At <= now)
        {
            _arrived.Enqueue(_wire.Dequeue());
        }
    }

    /// <summary>Other settings from now on. A line that goes down loses what is on it.</summary>
    public void Change(long now, LinkSettings settings)
    {
        HandleTimeout(now);
        Settings = settings;
        if (!settings.IsUp)
        {
            Counts.Cut += _queue.Count + _wire.Count;
            _queue.Clear();
            _wire.Clear();
            _queuedBytes = 0;
        }
        else if (_queue.TryPeek(out byte[]? head))
        {
            _headLeavesAt = now + SendingTime(head.Length);
            HandleTimeout(now);
        }
    }

    public bool TryGetTransmit(out byte[] packet)
    {
        bool has = _arrived.TryDequeue(out byte[]? first);
        packet = first ?? [];
        Counts.Delivered += has ? 1 : 0;
        return has;
    }

    private long SendingTime(int bytes) =>
        Settings.RateBitsPerSecond == 0 ? 0 : bytes * 8L * 1_000_000 / Settings.RateBitsPerSecond;

    /// <summary>Every packet draws as many numbers, so that a setting changes nothing about the others' luck.</summary>
    private void Leave(long at, byte[] packet)
    {
        double burst = _numbers.NextFraction();
        bool isLost = _numbers.NextFraction() < Settings.Loss;
        bool overtakes = _numbers.NextFraction() < Settings.Reorder;
        bool isTwice = _numbers.NextFraction() < Settings.Duplicate;
        double jitter = (2 * _numbers.NextFraction()) - 1;
        // Gilbert's model: once in a burst, each packet ends it with the chance that gives the mean length.
        _isInBurst = _isInBurst
            ? burst >= 1 / Math.Max(1, Settings.BurstLength)
            : burst < Settings.BurstChance;
        if (isLost || _isInBurst)
        {
            Counts.Lost++;
            return;
        }

        long arrival = at;
        if (!overtakes)
        {
            long delay = Settings.DelayMicroseconds + (long)(jitter * Settings.JitterMicroseconds);
            arrival = _lastArrivalAt = Math.Max(_lastArrivalAt, at + Math.Max(0, delay));
        }

        _wire.Enqueue(packet, (arrival, _order++));
        if (isTwice)
        {
            _wire.Enqueue(packet, (arrival, _order++));
        }
    }
}
