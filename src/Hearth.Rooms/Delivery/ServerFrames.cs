using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hearth.Contracts;
using Hearth.Contracts.Signaling;

namespace Hearth.Rooms.Delivery;

/// <summary>Encodes what goes to a client: UTF-8 JSON, one message a frame.</summary>
public static class ServerFrames
{
    /// <summary>Around a signal's data: the field names, a number of 16 digits and an id of 22 characters.</summary>
    internal const int SignalOverhead = 96;

    private static readonly JsonWriterOptions AsItIs = new()
    {
        SkipValidation = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static readonly ReadOnlyMemory<byte> Pong = Encode(new Pong());

    public static readonly ReadOnlyMemory<byte> Replaced = Encode(new Replaced());

    public static byte[] Encode(ServerMessage message) =>
        JsonSerializer.SerializeToUtf8Bytes(message, ContractsJson.Default.ServerMessage);

    /// <summary><paramref name="data"/> is copied as it came and not looked at.</summary>
    internal static ReadOnlyMemory<byte> EncodeSignal(long seq, string from, ReadOnlySpan<byte> data)
    {
        var buffer = new ArrayBufferWriter<byte>(data.Length + SignalOverhead);
        using var writer = new Utf8JsonWriter(buffer, AsItIs);
        writer.WriteStartObject();
        writer.WriteString("type"u8, "signal"u8);
        writer.WriteNumber("seq"u8, seq);
        writer.WriteString("from"u8, from);
        writer.WritePropertyName("data"u8);
        writer.WriteRawValue(data, skipInputValidation: true);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
