namespace Hearth.Rooms.Delivery;

/// <summary>When to acknowledge: within 250 ms or 16 messages, whichever comes first.</summary>
internal sealed class AckSchedule
{
    public static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(250);
    public const int Messages = 16;

    private int _owed;

    /// <summary>When an acknowledgement is due; null when none is owed.</summary>
    public TimeSpan? DueAt { get; private set; }

    /// <summary>A numbered message was received, or received again. True: acknowledge now.</summary>
    public bool HandleReceived(TimeSpan now)
    {
        DueAt ??= now + Delay;
        return ++_owed >= Messages;
    }

    public void HandleSent()
    {
        _owed = 0;
        DueAt = null;
    }
}
