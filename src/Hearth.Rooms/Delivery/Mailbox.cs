using System.Diagnostics;

namespace Hearth.Rooms.Delivery;

/// <summary>
/// What a letter is about. <paramref name="Member"/>: the sender of a signal, or whom news is about.
/// <paramref name="Re"/>: the sender's own number of the signal.
/// </summary>
internal readonly record struct Subject(SubjectKind Kind, string? Member = null, long Re = 0)
{
    public static readonly Subject Other = new(SubjectKind.Other);
}

internal enum SubjectKind
{
    Other,
    Signal,

    /// <summary>Who came, left or changed, and the links.</summary>
    News,
}

/// <summary>One numbered message on its way to a member, encoded once.</summary>
internal readonly record struct Letter(long Seq, ReadOnlyMemory<byte> Frame, Subject Subject);

/// <summary>
/// The numbered messages to one member that it has not acknowledged, bounded in number and bytes.
/// Knows nothing of connections: it outlives them.
/// </summary>
internal sealed class Mailbox(int maxMessages, int maxBytes)
{
    private readonly Queue<Letter> _waiting = [];
    private int _bytes;

    /// <summary>The number of the last message put in; 0 for none.</summary>
    public long LastSent { get; private set; }

    /// <summary>Everything up to here has arrived.</summary>
    public long LastAcknowledged { get; private set; }

    public int Count => _waiting.Count;

    public int Bytes => _bytes;

    /// <summary>False, and nothing changed: it is full. <paramref name="frame"/> carries the number LastSent + 1.</summary>
    public bool TryAdd(ReadOnlyMemory<byte> frame, Subject subject)
    {
        if (_waiting.Count >= maxMessages || _bytes + frame.Length > maxBytes)
        {
            return false;
        }

        LastSent++;
        _bytes += frame.Length;
        _waiting.Enqueue(new Letter(LastSent, frame, subject));
        return true;
    }

    /// <summary>False: that number was never sent. A number acknowledged before changes nothing.</summary>
    public bool TryAcknowledge(long seq)
    {
        if (seq > LastSent)
        {
            return false;
        }

        while (_waiting.TryPeek(out Letter letter) && letter.Seq <= seq)
        {
            _bytes -= letter.Frame.Length;
            _waiting.Dequeue();
        }

        LastAcknowledged = Math.Max(LastAcknowledged, seq);
        Debug.Assert(_waiting.Count == LastSent - LastAcknowledged, "every unacknowledged number waits");
        return true;
    }

    /// <summary>In order.</summary>
    public IEnumerable<Letter> Waiting => _waiting;

    /// <summary>
    /// Whether one more signal of <paramref name="bytes"/> from one member may be added. Signals fill at most half
    /// of the mailbox, and a sender takes at most as much of that half as nobody uses: however many send, it never
    /// overflows. The other half is for what the owner must learn.
    /// </summary>
    public bool TakesSignal(string from, int bytes)
    {
        int halfMessages = maxMessages / 2;
        int halfBytes = maxBytes / 2;
        if ((2 * Count) + 1 <= halfMessages && (2 * Bytes) + bytes <= halfBytes)
        {
            return true;
        }

        (int messages, int size) = WaitingOf(SubjectKind.Signal, from);
        (int allMessages, int allSize) = WaitingOf(SubjectKind.Signal);
        return messages + 1 <= halfMessages - allMessages && size + bytes <= halfBytes - allSize;
    }

    /// <summary>How much of what waits is of one kind and, where one is named, from or about one member.</summary>
    public (int Messages, int Bytes) WaitingOf(SubjectKind kind, string? member = null)
    {
        int messages = 0;
        int bytes = 0;
        foreach (Letter letter in _waiting)
        {
            if (letter.Subject.Kind == kind && (member is null || letter.Subject.Member == member))
            {
                messages++;
                bytes += letter.Frame.Length;
            }
        }

        return (messages, bytes);
    }
}
