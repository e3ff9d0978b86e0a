using System.Buffers.Text;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;

namespace Hearth.SignalLoad;

/// <summary>
/// A member as lean as a load generator needs it: joins or resumes, sends signals with a time in them, counts what
/// comes and acknowledges it. Reads on one task and sends on another.
/// </summary>
internal sealed class LoadClient : IDisposable
{
    /// <summary>Well below the 256 messages that may wait for a member.</summary>
    private const int AcknowledgeEvery = 32;

    private static readonly byte[] SignalType = "\"type\":\"signal\""u8.ToArray();
    private static readonly byte[] TimeField = "\"t\":"u8.ToArray();
    private static readonly byte[] SequenceField = "\"seq\":"u8.ToArray();

    private readonly byte[] _incoming = new byte[16 * 1024];
    private readonly byte[] _outgoing = new byte[1024];
    private readonly SemaphoreSlim _sending = new(1);
    private ClientWebSocket _socket = new();
    private long _sent;
    private long _received;
    private long _acknowledged;

    public string Id { get; private set; } = "";

    public string Token { get; private set; } = "";

    /// <summary>Called with the time in each signal that comes.</summary>
    public Action<long>? OnSignal { get; set; }

    public async Task ConnectAsync(Uri signal)
    {
        _socket.Dispose();
        _socket = new ClientWebSocket();
        _socket.Options.KeepAliveInterval = TimeSpan.Zero;
        await _socket.ConnectAsync(signal, CancellationToken.None);
    }

    public async Task JoinAsync(string room, string name)
    {
        await SendTextAsync($$"""{"type":"join","seq":1,"protocol":1,"room":"{{room}}","name":"{{name}}"}""");
        string joined = await ReceiveUntilAsync("joined");
        _sent = _received = 1;
        Token = Field(joined, "\"token\":\"");
        Id = Field(joined, "\"id\":\"");
    }

    public async Task ResumeAsync()
    {
        await SendTextAsync($$"""{"type":"resume","token":"{{Token}}","lastSeq":{{_received}}}""");
        Token = Field(await ReceiveUntilAsync("resumed"), "\"token\":\"");
    }

    /// <summary>Sends one signal of about 300 bytes.</summary>
    public ValueTask SignalAsync(string to, ReadOnlySpan<byte> filler, long time)
    {
        int length = WriteSignal(to, filler, time);
        return _socket.SendAsync(_outgoing.AsMemory(0, length), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
    }

    /// <summary>Reads until the connection ends, acknowledging what comes.</summary>
    public async Task ReadAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult result = await _socket.ReceiveAsync(_incoming.AsMemory(), cancellation);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                if (HandleFrame(_incoming.AsSpan(0, result.Count)))
                {
                    await SendTextAsync($$"""{"type":"ack","seq":{{_received}}}""");
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // The run is over.
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _sending.Dispose();
    }

    private int WriteSignal(string to, ReadOnlySpan<byte> filler, long time)
    {
        Span<byte> target = _outgoing;
        int length = Encoding.UTF8.GetBytes("{\"type\":\"signal\",\"seq\":", target);
        Utf8Formatter.TryFormat(++_sent, target[length..], out int written);
        length += written;
        length += Encoding.UTF8.GetBytes(",\"to\":\"", target[length..]);
        length += Encoding.UTF8.GetBytes(to, target[length..]);
        length += Encoding.UTF8.GetBytes("\",\"data\":{\"t\":", target[length..]);
        Utf8Formatter.TryFormat(time, target[length..], out written);
        length += written;
        length += Encoding.UTF8.GetBytes(",\"p\":\"", target[length..]);
        filler.CopyTo(target[length..]);
        length += filler.Length;
        length += Encoding.UTF8.GetBytes("\"}}", target[length..]);
        return length;
    }

    /// <summary>True: time to acknowledge.</summary>
    private bool HandleFrame(ReadOnlySpan<byte> frame)
    {
        if (frame.IndexOf(SequenceField) is var at and >= 0 && frame.IndexOf("\"type\":\"ack\""u8) < 0)
        {
            _ = Utf8Parser.TryParse(frame[(at + SequenceField.Length)..], out long seq, out int _);
            _received = Math.Max(_received, seq);
        }

        if (frame.IndexOf(SignalType) >= 0 && frame.IndexOf(TimeField) is var time and >= 0)
        {
            _ = Utf8Parser.TryParse(frame[(time + TimeField.Length)..], out long stamp, out int _);
            OnSignal?.Invoke(stamp);
        }

        if (_received - _acknowledged < AcknowledgeEvery)
        {
            return false;
        }

        _acknowledged = _received;
        return true;
    }

    /// <summary>Control messages are rare; they take turns with nothing but each other on their own buffer.</summary>
    private async Task SendTextAsync(string text)
    {
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task<string> ReceiveUntilAsync(string type)
    {
        while (true)
        {
            var text = new StringBuilder();
            ValueWebSocketReceiveResult result;
            do
            {
                result = await _socket.ReceiveAsync(_incoming.AsMemory(), CancellationToken.None);
                text.Append(Encoding.UTF8.GetString(_incoming, 0, result.Count));
            }
            while (!result.EndOfMessage);
            string message = text.ToString();
            if (message.Contains("\"type\":\"error\"", StringComparison.Ordinal) || result.MessageType == WebSocketMessageType.Close)
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"instead of {type}: {message} {_socket.CloseStatus}"));
            }

            if (message.Contains($"\"type\":\"{type}\"", StringComparison.Ordinal))
            {
                return message;
            }
        }
    }

    private static string Field(string message, string before)
    {
        int start = message.IndexOf(before, StringComparison.Ordinal) + before.Length;
        return message[start..message.IndexOf('"', start)];
    }
}
