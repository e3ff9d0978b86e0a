namespace Hearth.Rooms.Delivery;

/// <summary>What to do with a numbered message.</summary>
internal enum Arrival
{
    /// <summary>The next one: process it.</summary>
    Next,

    /// <summary>Had already, sent again after a resume: drop it, acknowledge it once more.</summary>
    Repeated,

    /// <summary>Skips ahead: refuse it.</summary>
    Skipped,
}

/// <summary>The numbers of one place's messages from its client.</summary>
internal sealed class InboundSequence
{
    /// <summary>The last number received in order; 0 for none.</summary>
    public long Last { get; private set; }

    /// <summary>A message without a number is the next one.</summary>
    public Arrival Accept(long? seq)
    {
        if (seq is null || seq == Last + 1)
        {
            Last++;
            return Arrival.Next;
        }

        return seq >= 1 && seq <= Last ? Arrival.Repeated : Arrival.Skipped;
    }
}
