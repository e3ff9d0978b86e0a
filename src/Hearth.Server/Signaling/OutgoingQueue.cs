using System.Net.WebSockets;
using System.Threading.Channels;

namespace Hearth.Server.Signaling;

/// <summary>
/// What one connection is still to be sent, written by one task in order. Bounded: a client that reads too
/// slowly loses its connection, and memory is not spent on it.
/// </summary>
internal sealed class OutgoingQueue(WebSocket socket, int maxBytes, TimeSpan sendTimeout, TimeProvider time)
{
    private readonly Channel<ReadOnlyMemory<byte>> _frames = Channel.CreateUnbounded<ReadOnlyMemory<byte>>(
        new UnboundedChannelOptions { SingleReader = true });

    /// <summary>In the queue or being written.</summary>
    private long _bytes;

    /// <summary>What to close with once everything has been sent.</summary>
    private volatile WebSocketCloseStatus _status = WebSocketCloseStatus.NormalClosure;

    /// <summary>False: too much waits already, or the queue is complete.</summary>
    public bool TryAdd(ReadOnlyMemory<byte> frame)
    {
        if (Interlocked.Add(ref _bytes, frame.Length) > maxBytes)
        {
            return false;
        }

        return _frames.Writer.TryWrite(frame);
    }

    /// <summary>Nothing more comes: send the rest, then close.</summary>
    public void Complete(WebSocketCloseStatus status = WebSocketCloseStatus.NormalClosure)
    {
        if (status != WebSocketCloseStatus.NormalClosure)
        {
            _status = status;
        }

        _frames.Writer.TryComplete();
    }

    /// <summary>Runs until everything has been sent and the socket closed on this side, or the socket is lost. Never throws.</summary>
    public async Task RunAsync()
    {
        var timeout = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        try
        {
            await foreach (ReadOnlyMemory<byte> frame in _frames.Reader.ReadAllAsync())
            {
                timeout.CancelAfter(sendTimeout);
                await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, timeout.Token);
                Interlocked.Add(ref _bytes, -frame.Length);
                if (!timeout.TryReset())
                {
                    break;
                }
            }

            timeout.CancelAfter(sendTimeout);
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(_status, null, timeout.Token);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or InvalidOperationException)
        {
            // The client is gone or does not read; the reading side notices the abort.
            socket.Abort();
        }
        finally
        {
            _frames.Writer.TryComplete();
            timeout.Dispose();
        }
    }
}
