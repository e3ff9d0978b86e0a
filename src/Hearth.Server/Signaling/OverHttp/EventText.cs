using System.Buffers;

namespace Hearth.Server.Signaling.OverHttp;

/// <summary>
/// Messages as server-sent events: <c>data: {...}</c> and an empty line, a heartbeat as a comment. Proxies know this
/// form, and pass it on at once where they buffer others.
/// </summary>
internal static class EventText
{
    public const string ContentType = "text/event-stream; charset=utf-8";

    /// <summary>What an event adds to its message.</summary>
    public const int Overhead = 8;

    private static ReadOnlySpan<byte> Start => "data: "u8;

    private static ReadOnlySpan<byte> End => "\n\n"u8;

    private static ReadOnlySpan<byte> Comment => ":\n\n"u8;

    /// <param name="message">One JSON object; empty: a heartbeat.</param>
    public static void Write(IBufferWriter<byte> writer, ReadOnlySpan<byte> message)
    {
        if (message.IsEmpty)
        {
            writer.Write(Comment);
            return;
        }

        Span<byte> line = writer.GetSpan(message.Length + Overhead)[..(message.Length + Overhead)];
        Start.CopyTo(line);
        Span<byte> body = line.Slice(Start.Length, message.Length);
        message.CopyTo(body);
        // Line breaks inside JSON stand between its tokens only (RFC 8259 §2, §7), where a space means the same.
        body.Replace((byte)'\n', (byte)' ');
        body.Replace((byte)'\r', (byte)' ');
        End.CopyTo(line[^End.Length..]);
        writer.Advance(line.Length);
    }
}
