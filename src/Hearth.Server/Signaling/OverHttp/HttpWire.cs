using Hearth.Server.Hosting;

namespace Hearth.Server.Signaling.OverHttp;

/// <summary>
/// One connection over requests: what the client says comes in numbered batches, what it is told goes out on a stream
/// or in answers to polls. Lives until it is closed, or until nobody has listened for too long.
/// </summary>
internal sealed class HttpWire : IWire, IDisposable
{
    private readonly SignalingLimits _limits;
    private readonly OutgoingQueue _outgoing;
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isClosing;

    /// <param name="transport">One of <see cref="Transports"/>.</param>
    public HttpWire(string transport, SignalingLimits limits, ServerClock clock)
    {
        Transport = transport;
        _limits = limits;
        _outgoing = new OutgoingQueue(limits.QueueBytes);
        Ending = _end.Token;
        Up = new Uplink(limits, clock, Ending);
        Down = new Downlink(_outgoing, limits, clock, this);
    }

    public string Transport { get; }

    public Uplink Up { get; }

    public Downlink Down { get; }

    /// <summary>Cancelled when the wire has ended.</summary>
    public CancellationToken Ending { get; }

    /// <summary>Completes when the wire has ended.</summary>
    public Task Ended => _ended.Task;

    public bool TrySend(ReadOnlyMemory<byte> frame) => _outgoing.TryAdd(frame);

    public void Close()
    {
        _isClosing = true;
        _outgoing.Complete();
    }

    public void Abort()
    {
        if (_ended.TrySetResult())
        {
            _outgoing.Complete();
            _end.Cancel();
        }
    }

    public void HandleTimeout(TimeSpan now)
    {
        if (Down.HasBeenAlone(now, _isClosing ? SignalingLimits.CloseWait : _limits.Send))
        {
            Abort();
        }
        else if (Down.WantsHeartbeat(now))
        {
            TrySend(Downlink.Heartbeat);
        }
    }

    public void Dispose() => _end.Dispose();
}
