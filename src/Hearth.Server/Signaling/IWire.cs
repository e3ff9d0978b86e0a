namespace Hearth.Server.Signaling;

/// <summary>How the messages of a connection travel: the names that metrics and the SDK have for it.</summary>
internal static class Transports
{
    public const string WebSocket = "websocket";
    public const string HttpStream = "http-stream";
    public const string LongPolling = "long-polling";
}

/// <summary>
/// What carries the messages of one connection, and knows nothing of their meaning. Hands each message that comes
/// to <see cref="SignalingConnection.Receive"/>, one at a time. Everything here may be called on any thread and
/// returns at once.
/// </summary>
internal interface IWire
{
    /// <summary>One of <see cref="Transports"/>.</summary>
    string Transport { get; }

    /// <summary>Lines up a frame. False: too much waits already, or the wire is closed.</summary>
    bool TrySend(ReadOnlyMemory<byte> frame);

    /// <summary>Sends what is lined up, then ends; a client that does not take it is not waited for.</summary>
    void Close();

    /// <summary>Ends now.</summary>
    void Abort();

    /// <summary>Called now and then.</summary>
    void HandleTimeout(TimeSpan now);
}
