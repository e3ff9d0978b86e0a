namespace Hearth.LinkEmulator.Tests;

public sealed class LinkModelTests
{
    private const long Millisecond = 1000;
    private const long Second = 1_000_000;

    [Fact]
    public void PerfectLineDeliversAtOnce()
    {
        LinkModel model = new(new LinkSettings(), 1);

        model.HandlePacket(5, Packet(1));

        Assert.Equal([1], Take(model));
        Assert.Null(model.NextTimeout);
    }

    [Fact]
    public void DelayHoldsAPacketBackUntilItsTime()
    {
        LinkModel model = new(new LinkSettings { DelayMicroseconds = 30 * Millisecond }, 1);

        model.HandlePacket(0, Packet(1));
        model.HandleTimeout((30 * Millisecond) - 1);
        Assert.Empty(Take(model));
        Assert.Equal(30 * Millisecond, model.NextTimeout);

        model.HandleTimeout(30 * Millisecond);
        Assert.Equal([1], Take(model));
    }

    [Fact]
    public void JitterVariesTheDelayAndKeepsTheOrder()
    {
        LinkSettings settings = new() { DelayMicroseconds = 50 * Millisecond, JitterMicroseconds = 40 * Millisecond };
        List<(long At, byte Packet)> arrivals = Play(settings, seed: 3, packets: 200, apart: 5 * Millisecond);

        Assert.Equal(arrivals.Select(arrival => arrival.Packet).Order(), arrivals.Select(arrival => arrival.Packet));
        long[] delays = [.. arrivals.Select(arrival => arrival.At - (arrival.Packet * 5 * Millisecond))];
        Assert.InRange(delays.Min(), 10 * Millisecond, 30 * Millisecond);
        Assert.InRange(delays.Max(), 70 * Millisecond, 90 * Millisecond);
    }

    [Fact]
    public void LossTakesItsShare()
    {
        LinkModel model = new(new LinkSettings { Loss = 0.05 }, 7);

        for (int i = 0; i < 20_000; i++)
        {
            model.HandlePacket(i, Packet(0));
        }

        Assert.InRange(model.Counts.Lost, 900, 1100);
        Assert.Equal(20_000 - model.Counts.Lost, Take(model).Count);
    }

    [Fact]
    public void BurstsLoseSoManyPacketsInARow()
    {
        LinkModel model = new(new LinkSettings { BurstChance = 0.01, BurstLength = 8 }, 7);
        List<int> bursts = [];
        int row = 0;
        for (int i = 0; i < 50_000; i++)
        {
            model.HandlePacket(i, Packet(0));
            if (Take(model).Count == 0)
            {
                row++;
            }
            else if (row > 0)
            {
                bursts.Add(row);
                row = 0;
            }
        }

        Assert.InRange(bursts.Count, 400, 540);
        Assert.InRange(bursts.Average(), 7, 9);
    }

    [Fact]
    public void ReorderedPacketsOvertake()
    {
        LinkSettings settings = new() { DelayMicroseconds = 20 * Millisecond, Reorder = 0.1 };
        List<(long At, byte Packet)> arrivals = Play(settings, seed: 5, packets: 200, apart: 5 * Millisecond);

        int overtaking = arrivals.Zip(arrivals.Skip(1)).Count(pair => pair.First.Packet > pair.Second.Packet);
        Assert.InRange(overtaking, 8, 40);
        Assert.Equal(200, arrivals.Count);
    }

    [Fact]
    public void DuplicatesArriveTwice()
    {
        List<(long At, byte Packet)> arrivals = Play(new LinkSettings { Duplicate = 0.25 }, 5, 200, Millisecond);

        Assert.InRange(arrivals.Count, 230, 270);
        Assert.Equal(200, arrivals.DistinctBy(arrival => arrival.Packet).Count());
    }

    [Fact]
    public void RateSpacesPacketsOut()
    {
        LinkModel model = new(new LinkSettings { RateBitsPerSecond = 8_000, QueueBytes = 10_000 }, 1);

        for (byte i = 0; i < 3; i++)
        {
            model.HandlePacket(0, Packet(i, length: 500));
        }

        Assert.Equal(Second / 2, model.NextTimeout);
        model.HandleTimeout(Second);
        Assert.Equal([0, 1], Take(model));
        Assert.Equal(3 * Second / 2, model.NextTimeout);
    }

    [Fact]
    public void QueueIsBounded()
    {
        LinkModel model = new(new LinkSettings { RateBitsPerSecond = 8_000, QueueBytes = 1_000 }, 1);

        for (byte i = 0; i < 5; i++)
        {
            model.HandlePacket(0, Packet(i, length: 400));
        }

        Assert.Equal(3, model.Counts.Overflowed);
        model.HandleTimeout(10 * Second);
        Assert.Equal([0, 1], Take(model));
    }

    [Fact]
    public void AnotherRateHoldsForWhatWaitsAlready()
    {
        LinkModel model = new(new LinkSettings { RateBitsPerSecond = 800, QueueBytes = 10_000 }, 1);
        model.HandlePacket(0, Packet(1, length: 1000));
        model.HandlePacket(0, Packet(2, length: 1000));

        model.Change(Second, model.Settings with { RateBitsPerSecond = 8_000_000 });

        Assert.Equal(Second + Millisecond, model.NextTimeout);
        model.Change(Second, model.Settings with { RateBitsPerSecond = 0 });
        Assert.Equal([1, 2], Take(model));
    }

    [Fact]
    public void LineThatGoesDownLosesWhatIsOnItAndComesBackEmpty()
    {
        LinkSettings settings = new() { DelayMicroseconds = Second, RateBitsPerSecond = 80_000 };
        LinkModel model = new(settings, 1);
        model.HandlePacket(0, Packet(1, length: 100));
        model.HandlePacket(0, Packet(2, length: 1000));

        model.Change(20 * Millisecond, settings with { IsUp = false });
        model.HandlePacket(30 * Millisecond, Packet(3));
        model.HandleTimeout(10 * Second);
        Assert.Empty(Take(model));
        Assert.Equal(3, model.Counts.Cut);

        model.Change(10 * Second, new LinkSettings());
        model.HandlePacket(10 * Second, Packet(4));
        Assert.Equal([4], Take(model));
    }

    [Fact]
    public void SameSeedGivesTheSameLine()
    {
        LinkSettings settings = new()
        {
            DelayMicroseconds = 20 * Millisecond,
            JitterMicroseconds = 15 * Millisecond,
            Loss = 0.1,
            BurstChance = 0.02,
            BurstLength = 4,
            Reorder = 0.1,
            Duplicate = 0.1,
            RateBitsPerSecond = 1_000_000,
        };

        Assert.Equal(Play(settings, 11, 200, Millisecond), Play(settings, 11, 200, Millisecond));
        Assert.NotEqual(Play(settings, 11, 200, Millisecond), Play(settings, 12, 200, Millisecond));
    }

    [Fact]
    public void EveryPacketIsAccountedFor()
    {
        LinkSettings settings = new() { Loss = 0.1, RateBitsPerSecond = 400_000, QueueBytes = 3_000 };
        LinkModel model = new(settings, 2);
        for (int i = 0; i < 1000; i++)
        {
            model.HandlePacket(i * Millisecond, Packet(0));
        }

        model.HandleTimeout(60 * Second);
        int delivered = Take(model).Count;

        LinkCounts counts = model.Counts;
        Assert.Equal((1000, (long)delivered), (counts.Offered, counts.Delivered));
        Assert.Equal(1000, counts.Delivered + counts.Lost + counts.Overflowed + counts.Cut);
        Assert.True(counts.Overflowed > 0 && counts.Lost > 0);
    }

    private static byte[] Packet(byte first, int length = 100)
    {
        byte[] packet = new byte[length];
        packet[0] = first;
        return packet;
    }

    private static List<byte> Take(LinkModel model)
    {
        List<byte> taken = [];
        while (model.TryGetTransmit(out byte[] packet))
        {
            taken.Add(packet[0]);
        }

        return taken;
    }

    /// <summary>Numbered packets at a steady pace, and when each arrives.</summary>
    private static List<(long At, byte Packet)> Play(LinkSettings settings, ulong seed, byte packets, long apart)
    {
        LinkModel model = new(settings, seed);
        List<(long At, byte Packet)> arrivals = [];
        void RunUntil(long moment)
        {
            while (model.NextTimeout is { } due && due <= moment)
            {
                model.HandleTimeout(due);
                arrivals.AddRange(Take(model).Select(packet => (due, packet)));
            }
        }

        for (byte i = 0; i < packets; i++)
        {
            RunUntil(i * apart);
            model.HandlePacket(i * apart, Packet(i));
            arrivals.AddRange(Take(model).Select(packet => (i * apart, packet)));
        }

        RunUntil(long.MaxValue);
        return arrivals;
    }
}
