namespace Hearth.Server.Signaling.OverHttp;

/// <summary>Messages of one request: one a line, empty lines aside.</summary>
internal static class Batch
{
    public static int Count(ReadOnlySpan<byte> batch)
    {
        int count = 0;
        foreach (Range line in batch.Split((byte)'\n'))
        {
            count += WithoutReturn(batch[line]).IsEmpty ? 0 : 1;
        }

        return count;
    }

    /// <summary>Takes the next message off the beginning. False: there is none.</summary>
    public static bool TryTake(ref ReadOnlyMemory<byte> batch, out ReadOnlyMemory<byte> message)
    {
        while (!batch.IsEmpty)
        {
            int end = batch.Span.IndexOf((byte)'\n');
            ReadOnlyMemory<byte> line = end < 0 ? batch : batch[..end];
            batch = end < 0 ? default : batch[(end + 1)..];
            message = line[..WithoutReturn(line.Span).Length];
            if (!message.IsEmpty)
            {
                return true;
            }
        }

        message = default;
        return false;
    }

    private static ReadOnlySpan<byte> WithoutReturn(ReadOnlySpan<byte> line) =>
        line is [.. var rest, (byte)'\r'] ? rest : line;
}
