namespace Hearth.LinkEmulator;

/// <summary>What became of the packets of one direction.</summary>
internal sealed record LinkCounts
{
    public long Offered { get; internal set; }

    public long Delivered { get; internal set; }

    public long Lost { get; internal set; }

    /// <summary>Did not fit into the queue.</summary>
    public long Overflowed { get; internal set; }

    /// <summary>Came, waited or flew while the line was down.</summary>
    public long Cut { get; internal set; }
}
