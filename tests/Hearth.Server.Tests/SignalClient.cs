using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Hearth.Contracts;
using Hearth.Contracts.Signaling;

namespace Hearth.Server.Tests;

/// <summary>A client of /signal over a real socket, that does only what the test says.</summary>
internal sealed class SignalClient : IAsyncDisposable
{
    /// <summary>Nothing here takes that long; a test that waits longer has failed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _patience =
        CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    private readonly byte[] _buffer = new byte[2 * 1024 * 1024];

    private volatile bool _isCut;

    private SignalClient() => _patience.CancelAfter(Patience);

    public string Id { get; private set; } = "";

    public string Token { get; private set; } = "";

    /// <summary>The last number received.</summary>
    public long LastSeq { get; private set; }

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public static async Task<SignalClient> ConnectAsync(Uri server, string? origin = null)
    {
        var client = new SignalClient();
        if (origin is not null)
        {
            client._socket.Options.SetRequestHeader("Origin", origin);
        }

        client._socket.Options.CollectHttpResponseDetails = true;
        var address = new UriBuilder(server) { Scheme = "ws", Path = "/signal" };
        try
        {
            await client._socket.ConnectAsync(address.Uri, client._patience.Token);
        }
        catch (WebSocketException)
        {
            client.RefusedWith = (int)client._socket.HttpStatusCode;
        }

        return client;
    }

    /// <summary>The HTTP status of a refused handshake.</summary>
    public int? RefusedWith { get; private set; }

    public Task SendAsync(ClientMessage message) =>
        SendAsync(JsonSerializer.SerializeToUtf8Bytes(message, ContractsJson.Default.ClientMessage));

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public Task SendAsync(ReadOnlyMemory<byte> frame, WebSocketMessageType type = WebSocketMessageType.Text) =>
        _socket.SendAsync(frame, type, endOfMessage: true, _patience.Token).AsTask();

    public Task SignalAsync(string to, string json, long? seq = null) =>
        SendAsync(new Signal(to, new RawJson(Encoding.UTF8.GetBytes(json))) { Seq = seq });

    public async Task<Joined> JoinAsync(string name, string room = "garden", string? proof = null, string? resumeOf = null)
    {
        await SendAsync(new Join(1, room, name, proof, ResumeOf: resumeOf) { Seq = 1 });
        return await ReceiveAsync<Joined>();
    }

    public async Task<Resumed> ResumeAsync(string token, long lastSeq)
    {
        await SendAsync(new Resume(token, lastSeq));
        Resumed resumed = await ReceiveAsync<Resumed>();
        LastSeq = resumed.Fresh ? 0 : lastSeq;
        return resumed;
    }

    /// <summary>The next message; null when the server has closed.</summary>
    public async Task<ServerMessage?> ReceiveAsync()
    {
        ReadOnlyMemory<byte>? frame = await ReceiveFrameAsync();
        if (frame is null)
        {
            return null;
        }

        ServerMessage message = JsonSerializer.Deserialize(frame.Value.Span, ContractsJson.Default.ServerMessage)!;
        LastSeq = (message as SequencedServerMessage)?.Seq ?? LastSeq;
        switch (message)
        {
            case Joined joined:
                (Id, Token) = (joined.Self.Id, joined.Token);
                break;
            case Resumed resumed:
                Token = resumed.Token;
                break;
        }

        return message;
    }

    /// <summary>The next message of a kind; what comes before it is dropped.</summary>
    public async Task<T> ReceiveAsync<T>()
        where T : ServerMessage
    {
        while (true)
        {
            ServerMessage message = await ReceiveAsync()
                ?? throw new InvalidOperationException($"The server closed before a {typeof(T).Name} came.");
            if (message is T wanted)
            {
                return wanted;
            }
        }
    }

    /// <summary>The next frame as it is; null when the server has closed, or the connection is lost.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReceiveFrameAsync()
    {
        int length = 0;
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult result = await _socket.ReceiveAsync(_buffer.AsMemory(length), _patience.Token);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _patience.Token);
                    return null;
                }

                length += result.Count;
                if (result.EndOfMessage)
                {
                    return _buffer.AsMemory(0, length);
                }
            }
        }
        catch (Exception e) when (e is WebSocketException || (_isCut && e is OperationCanceledException or ObjectDisposedException))
        {
            return null;
        }
    }

    /// <summary>Everything until the server closes.</summary>
    public async Task<List<ServerMessage>> ReceiveRestAsync()
    {
        List<ServerMessage> rest = [];
        while (await ReceiveAsync() is { } message)
        {
            rest.Add(message);
        }

        return rest;
    }

    /// <summary>Shows that the connection lives, and returns what came before the answer.</summary>
    public async Task<List<ServerMessage>> PingAsync()
    {
        await SendAsync(new Ping());
        List<ServerMessage> before = [];
        while (true)
        {
            ServerMessage message = await ReceiveAsync()
                ?? throw new InvalidOperationException("The server closed the connection.");
            if (message is Pong)
            {
                return before;
            }

            before.Add(message);
        }
    }

    /// <summary>The network goes away, without a goodbye.</summary>
    public void Cut()
    {
        _isCut = true;
        _socket.Abort();
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _patience.Dispose();
        return ValueTask.CompletedTask;
    }
}
