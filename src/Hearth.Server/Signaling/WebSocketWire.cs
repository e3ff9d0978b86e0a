using System.Net.WebSockets;
using Hearth.Server.Hosting;

namespace Hearth.Server.Signaling;

/// <summary>One WebSocket. Reads on one task and writes on another, from <see cref="RunAsync"/> to its end.</summary>
internal sealed class WebSocketWire(WebSocket socket, SignalingLimits limits, ServerClock clock) : IWire, IDisposable
{
    private readonly OutgoingQueue _outgoing = new(limits.QueueBytes);
    private readonly CancellationTokenSource _reading = new();

    /// <summary>What to close with once everything has been sent.</summary>
    private volatile WebSocketCloseStatus _status = WebSocketCloseStatus.NormalClosure;

    public string Transport => Transports.WebSocket;

    public bool TrySend(ReadOnlyMemory<byte> frame) => _outgoing.TryAdd(frame);

    public void Close()
    {
        _outgoing.Complete();
        try
        {
            _reading.CancelAfter(SignalingLimits.CloseWait);
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself at this very moment.
        }
    }

    public void Abort() => socket.Abort();

    public void HandleTimeout(TimeSpan now)
    {
        // The socket notices by itself what there is to notice.
    }

    public void Dispose() => _reading.Dispose();

    /// <summary>Runs until the connection is over.</summary>
    public async Task RunAsync(SignalingConnection connection, CancellationToken aborted)
    {
        using CancellationTokenRegistration abort = aborted.UnsafeRegister(
            static reading => ((CancellationTokenSource)reading!).Cancel(), _reading);
        Task writing = WriteAsync();
        try
        {
            await ReadAsync(connection);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // Lost, or closed for a frame that RFC 6455 does not allow.
        }

        connection.HandleEnd();
        _outgoing.Complete();
        await writing;
    }

    private async Task ReadAsync(SignalingConnection connection)
    {
        using var reader = new FrameReader(socket, limits.MessageBytes, limits.DiscardBytes);
        while (true)
        {
            FrameKind kind = await reader.ReadAsync(_reading.Token);
            if (kind == FrameKind.Closed)
            {
                return;
            }

            if (kind == FrameKind.Flood)
            {
                _status = WebSocketCloseStatus.MessageTooBig;
                connection.Close();
            }

            TimeSpan wait = connection.Receive(kind, reader.Frame);
            if (wait > TimeSpan.Zero)
            {
                reader.Dispose();
                await Task.Delay(wait, clock.Provider, _reading.Token);
            }
        }
    }

    /// <summary>Runs until everything has been sent and the socket closed on this side, or the socket is lost. Never throws.</summary>
    private async Task WriteAsync()
    {
        var timeout = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock.Provider);
        try
        {
            while (await _outgoing.WaitAsync())
            {
                if (!await WriteWaitingAsync(timeout))
                {
                    break;
                }
            }

            timeout.CancelAfter(limits.Send);
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
            _outgoing.Complete();
            timeout.Dispose();
        }
    }

    /// <summary>False: the time was over at the very moment a frame was out.</summary>
    private async ValueTask<bool> WriteWaitingAsync(CancellationTokenSource timeout)
    {
        while (_outgoing.TryTake(out ReadOnlyMemory<byte> frame))
        {
            timeout.CancelAfter(limits.Send);
            await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, timeout.Token);
            _outgoing.HandleSent(frame.Length);
            if (!timeout.TryReset())
            {
                return false;
            }
        }

        return true;
    }
}
