using Hearth.Rooms.Limits;

namespace Hearth.Server.Signaling;

/// <summary>The bounds of one connection.</summary>
internal sealed record SignalingLimits(
    int MessageBytes,
    int DiscardBytes,
    Rate Messages,
    TimeSpan Idle,
    TimeSpan Join,
    TimeSpan Send,
    TimeSpan Heartbeat,
    int QueueBytes,
    int Connections)
{
    /// <summary>How long a client gets to answer a close.</summary>
    public static readonly TimeSpan CloseWait = TimeSpan.FromSeconds(1);

    /// <summary>Messages in one batch over HTTP: at the usual rate they are all handled within two seconds.</summary>
    public const int BatchMessages = 128;

    private const int LargestMessagesInBatch = 4;

    /// <summary>The largest batch over HTTP.</summary>
    public int BatchBytes => MessageBytes * LargestMessagesInBatch;
}
