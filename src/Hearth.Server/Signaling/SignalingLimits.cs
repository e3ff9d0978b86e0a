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
    int QueueBytes,
    int Connections)
{
    /// <summary>How long a client gets to answer a close.</summary>
    public static readonly TimeSpan CloseWait = TimeSpan.FromSeconds(1);
}
