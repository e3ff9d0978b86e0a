namespace Hearth.Server.Signaling.OverHttp;

/// <summary>Reads a body whole, with memory for what has come and not for what was announced.</summary>
internal static class RequestBody
{
    private const int FirstSize = 4096;

    /// <summary>Null: it has more than <paramref name="most"/> bytes.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(Stream body, int most, CancellationToken cancellation)
    {
        byte[] buffer = new byte[Math.Min(FirstSize, most + 1)];
        int length = 0;
        while (true)
        {
            int read = await body.ReadAsync(buffer.AsMemory(length), cancellation);
            length += read;
            if (read == 0)
            {
                return buffer.AsMemory(0, length);
            }

            if (length > most)
            {
                return null;
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(buffer.Length * 4, most + 1));
            }
        }
    }
}
