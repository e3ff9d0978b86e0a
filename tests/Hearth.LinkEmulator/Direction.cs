using System.Diagnostics;

namespace Hearth.LinkEmulator;

/// <summary>
/// Carries packets from one interface to the other as a <see cref="LinkModel"/> says: one thread reads, one waits for
/// what is due. The model is used under the lock only.
/// </summary>
internal sealed class Direction
{
    private readonly object _lock = new();
    private readonly LinkModel _model;
    private readonly Tun _from;
    private readonly Tun _to;

    public Direction(Tun from, Tun to, ulong seed)
    {
        _from = from;
        _to = to;
        _model = new LinkModel(new LinkSettings(), seed);
    }

    private static long Now => (long)Stopwatch.GetElapsedTime(0).TotalMicroseconds;

    public LinkCounts Counts
    {
        get
        {
            lock (_lock)
            {
                return _model.Counts with { };
            }
        }
    }

    public void Start()
    {
        new Thread(ReadOn) { IsBackground = true }.Start();
        new Thread(DeliverOn) { IsBackground = true }.Start();
    }

    /// <summary>False when the words are no command.</summary>
    public bool TryChange(ReadOnlySpan<string> words)
    {
        lock (_lock)
        {
            if (LineCommand.Apply(_model.Settings, words) is not { } settings)
            {
                return false;
            }

            _model.Change(Now, settings);
            Deliver();
            return true;
        }
    }

    private void ReadOn()
    {
        byte[] packet = new byte[Tun.MaximumPacket];
        // An interface that went with its namespace ends this: nothing comes from there any more.
        while (_from.Read(packet) is var length and > 0)
        {
            lock (_lock)
            {
                _model.HandlePacket(Now, packet.AsSpan(0, length));
                Deliver();
            }
        }
    }

    private void DeliverOn()
    {
        lock (_lock)
        {
            while (true)
            {
                long? wait = _model.NextTimeout - Now;
                if (wait is null)
                {
                    Monitor.Wait(_lock);
                }
                else if (wait > 0)
                {
                    Monitor.Wait(_lock, TimeSpan.FromMilliseconds(Math.Ceiling(wait.Value / 1000.0)));
                }

                _model.HandleTimeout(Now);
                DeliverArrived();
            }
        }
    }

    private void Deliver()
    {
        DeliverArrived();
        Monitor.Pulse(_lock);
    }

    private void DeliverArrived()
    {
        while (_model.TryGetTransmit(out byte[] packet))
        {
            _to.TryWrite(packet);
        }
    }
}
