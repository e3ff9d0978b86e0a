using System.Buffers;
using System.Net.WebSockets;

namespace Hearth.Server.Signaling;

internal enum FrameKind
{
    /// <summary>A whole message is in <see cref="FrameReader.Frame"/>.</summary>
    Message,

    /// <summary>The message was over the limit; its beginning is kept and the rest was read and dropped.</summary>
    TooLarge,

    /// <summary>The message was so large that it was not read to its end.</summary>
    Flood,

    /// <summary>The client closed its side.</summary>
    Closed,
}

/// <summary>
/// Reads one message at a time. Holds a buffer only while there is something to read: an idle connection costs
/// none.
/// </summary>
internal sealed class FrameReader(WebSocket socket, int messageBytes, int discardBytes) : IDisposable
{
    /// <summary>Most messages are smaller; the buffer grows fourfold when one is not.</summary>
    private const int FirstSize = 4096;

    private byte[]? _buffer;
    private int _length;

    /// <summary>Valid until the next read.</summary>
    public ReadOnlyMemory<byte> Frame => _buffer.AsMemory(0, _length);

    public async ValueTask<FrameKind> ReadAsync(CancellationToken cancellation)
    {
        Dispose();
        ValueWebSocketReceiveResult result = await socket.ReceiveAsync(Memory<byte>.Empty, cancellation);
        if (result.MessageType == WebSocketMessageType.Close)
        {
            return FrameKind.Closed;
        }

        _buffer = ArrayPool<byte>.Shared.Rent(FirstSize);
        while (!result.EndOfMessage)
        {
            if (_length > messageBytes)
            {
                return await DiscardAsync(cancellation);
            }

            if (_length == _buffer.Length)
            {
                Grow();
            }

            int room = Math.Min(_buffer.Length, messageBytes + 1) - _length;
            result = await socket.ReceiveAsync(_buffer.AsMemory(_length, room), cancellation);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                return FrameKind.Closed;
            }

            _length += result.Count;
        }

        return _length > messageBytes ? FrameKind.TooLarge : FrameKind.Message;
    }

    public void Dispose()
    {
        if (_buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = null;
        }

        _length = 0;
    }

    private void Grow()
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(_buffer!.Length * 4);
        _buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private async ValueTask<FrameKind> DiscardAsync(CancellationToken cancellation)
    {
        byte[] scrap = ArrayPool<byte>.Shared.Rent(FirstSize);
        try
        {
            for (long total = _length; total <= discardBytes;)
            {
                ValueWebSocketReceiveResult result = await socket.ReceiveAsync(scrap.AsMemory(), cancellation);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    return FrameKind.Closed;
                }

                if (result.EndOfMessage)
                {
                    return FrameKind.TooLarge;
                }

                total += result.Count;
            }

            return FrameKind.Flood;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scrap);
        }
    }
}
