using System.Threading.Channels;

namespace Hearth.Server.Signaling;

/// <summary>
/// What one connection is still to be sent, taken by one task in order. Bounded: a client that reads too slowly
/// loses its connection, and memory is not spent on it.
/// </summary>
internal sealed class OutgoingQueue(int maxBytes)
{
    private readonly Channel<ReadOnlyMemory<byte>> _frames = Channel.CreateUnbounded<ReadOnlyMemory<byte>>(
        new UnboundedChannelOptions { SingleReader = true });

    /// <summary>In the queue, or taken and not yet sent.</summary>
    private long _bytes;

    /// <summary>The queue is complete and everything was taken.</summary>
    public bool IsOver => _frames.Reader.Completion.IsCompleted;

    /// <summary>False: too much waits already, or the queue is complete.</summary>
    public bool TryAdd(ReadOnlyMemory<byte> frame)
    {
        if (Interlocked.Add(ref _bytes, frame.Length) > maxBytes)
        {
            return false;
        }

        return _frames.Writer.TryWrite(frame);
    }

    /// <summary>Nothing more comes.</summary>
    public void Complete() => _frames.Writer.TryComplete();

    /// <summary>Waits for a frame. False: the queue is complete and everything was taken.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellation = default) =>
        _frames.Reader.WaitToReadAsync(cancellation);

    /// <summary>The next frame; <see cref="HandleSent"/> follows when it is out.</summary>
    public bool TryTake(out ReadOnlyMemory<byte> frame) => _frames.Reader.TryRead(out frame);

    public void HandleSent(int bytes) => Interlocked.Add(ref _bytes, -bytes);
}
