using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Hearth.Contracts.Signaling;

namespace Hearth.Contracts;

/// <summary>Why bytes were not a client message. <paramref name="Seq"/> is the message's number where it could be read.</summary>
public sealed record MessageFault(string Code, string Message, long? Seq = null);

/// <summary>
/// Reads one client message from the bytes of one frame. The whole frame is checked to be bounded UTF-8 JSON;
/// of a <c>signal</c> only the envelope is read, and its data stays a slice of the frame.
/// </summary>
public static class ClientMessageReader
{
    /// <summary>Nesting beyond this is refused; a sealed envelope needs three.</summary>
    public const int MaxDepth = 32;

    /// <summary>JavaScript clients count with doubles.</summary>
    public const long MaxSequence = (1L << 53) - 1;

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth };

    /// <summary>Never throws on bytes from the network. <paramref name="frame"/> must outlive a signal's data.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> frame, out ClientMessage? message, out MessageFault? fault)
    {
        message = null;
        if (!Utf8.IsValid(frame.Span))
        {
            fault = new MessageFault(ErrorCodes.InvalidUtf8, "The message is not UTF-8.");
            return false;
        }

        Envelope envelope = default;
        try
        {
            fault = Envelope.Read(frame, out envelope);
        }
        catch (JsonException)
        {
            fault = new MessageFault(
                ErrorCodes.InvalidJson, $"The message is not JSON, or is nested deeper than {MaxDepth} levels.");
        }
        catch (InvalidOperationException)
        {
            // Thrown by GetString for an escaped half of a surrogate pair.
            fault = new MessageFault(ErrorCodes.InvalidMessage, "A text in the message is not valid Unicode.");
        }

        if (fault is not null)
        {
            return false;
        }

        return TryReadBody(frame, envelope, out message, out fault);
    }

    /// <summary>The number of a message of which only the beginning was kept, where it stands there.</summary>
    public static long? FindSequence(ReadOnlySpan<byte> beginning)
    {
        var reader = new Utf8JsonReader(beginning, isFinalBlock: false, new JsonReaderState(ReaderOptions));
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName
                    && reader.ValueTextEquals("seq"u8))
                {
                    return reader.Read() && reader.TokenType == JsonTokenType.Number
                        && reader.TryGetInt64(out long seq) && seq is >= 0 and <= MaxSequence ? seq : null;
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or with an escaped half of a surrogate pair in a name: without a number.
        }

        return null;
    }

    private static bool TryReadBody(
        ReadOnlyMemory<byte> frame, in Envelope envelope, out ClientMessage? message, out MessageFault? fault)
    {
        switch (envelope.Type)
        {
            case "signal":
                return TryReadSignal(envelope, out message, out fault);
            case "join":
                return TryDeserialize(frame, envelope, ContractsJson.Default.Join, out message, out fault);
            case "resume":
                return TryDeserialize(frame, envelope, ContractsJson.Default.Resume, out message, out fault);
            case "update":
                return TryDeserialize(frame, envelope, ContractsJson.Default.Update, out message, out fault);
            case "leave":
                return TryDeserialize(frame, envelope, ContractsJson.Default.Leave, out message, out fault);
            case "lock":
                return TryDeserialize(frame, envelope, ContractsJson.Default.LockRoom, out message, out fault);
            case "admit":
                return TryDeserialize(frame, envelope, ContractsJson.Default.AdmitKnock, out message, out fault);
            case "remove":
                return TryDeserialize(frame, envelope, ContractsJson.Default.RemoveMember, out message, out fault);
            case "closeRoom":
                return TryDeserialize(frame, envelope, ContractsJson.Default.CloseRoom, out message, out fault);
            case "ack":
                return TryDeserialize(frame, envelope, ContractsJson.Default.ClientAck, out message, out fault);
            case "ping":
                return TryDeserialize(frame, envelope, ContractsJson.Default.Ping, out message, out fault);
            default:
                message = null;
                fault = new MessageFault(
                    ErrorCodes.UnknownType, "This server does not know a message of that type.", envelope.Seq);
                return false;
        }
    }

    private static bool TryReadSignal(in Envelope envelope, out ClientMessage? message, out MessageFault? fault)
    {
        if (envelope.To is null || envelope.Data.IsEmpty)
        {
            message = null;
            fault = Missing(envelope.To is null ? "to" : "data", envelope.Seq);
            return false;
        }

        message = new Signal(envelope.To, new RawJson(envelope.Data)) { Seq = envelope.Seq };
        fault = null;
        return true;
    }

    private static bool TryDeserialize<T>(
        ReadOnlyMemory<byte> frame,
        in Envelope envelope,
        JsonTypeInfo<T> type,
        out ClientMessage? message,
        out MessageFault? fault)
        where T : ClientMessage
    {
        try
        {
            message = JsonSerializer.Deserialize(frame.Span, type);
            fault = null;
            return message is not null;
        }
        catch (JsonException e)
        {
            message = null;
            long? seq = envelope.Type == "ack" ? null : envelope.Seq;
            fault = MissingField(frame, type) is { } name
                ? Missing(name, seq)
                : new MessageFault(
                    ErrorCodes.InvalidMessage,
                    $"The field {FieldOf(e.Path)} is of the wrong kind, out of bounds, or there twice.",
                    seq);
            return false;
        }
    }

    private static MessageFault Missing(string field, long? seq) =>
        new(ErrorCodes.InvalidMessage, $"The field {field} is missing.", seq);

    /// <summary>The first required field that the frame does not have.</summary>
    private static string? MissingField(ReadOnlyMemory<byte> frame, JsonTypeInfo type)
    {
        HashSet<string> present = [];
        var reader = new Utf8JsonReader(frame.Span, ReaderOptions);
        reader.Read();
        try
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                present.Add(reader.GetString()!);
                reader.Skip();
            }
        }
        catch (InvalidOperationException)
        {
            return null;
        }

        foreach (JsonPropertyInfo property in type.Properties)
        {
            if (property.IsRequired && !present.Contains(property.Name))
            {
                return property.Name;
            }
        }

        return null;
    }

    /// <summary>"$.state.camera" becomes "state.camera"; a path that quotes the sender's own text is not repeated.</summary>
    private static string FieldOf(string? path) =>
        path is { Length: > 2 } && path.StartsWith("$.", StringComparison.Ordinal) && path.All(IsPlain)
            ? path[2..]
            : "(unnamed)";

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '$' or '.';

    /// <summary>The fields of a message that the server needs whatever the type.</summary>
    private struct Envelope
    {
        public string? Type;
        public long? Seq;
        public string? To;
        public ReadOnlyMemory<byte> Data;

        /// <summary>Reads to the very end, so that what is forwarded is known to be JSON.</summary>
        public static MessageFault? Read(ReadOnlyMemory<byte> frame, out Envelope envelope)
        {
            envelope = default;
            MessageFault? fault = null;
            var reader = new Utf8JsonReader(frame.Span, ReaderOptions);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                fault = new MessageFault(ErrorCodes.InvalidMessage, "A message is a JSON object.");
            }

            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    MessageFault? wrong = envelope.ReadField(ref reader, frame);
                    fault ??= wrong;
                    if (reader.TokenType == JsonTokenType.PropertyName)
                    {
                        reader.Skip();
                    }
                }
            }

            fault ??= envelope.Type is null
                ? new MessageFault(ErrorCodes.InvalidMessage, "The field type is missing.")
                : null;
            // The number in an ack is not the ack's own.
            return fault is null ? null : fault with { Seq = envelope.Type == "ack" ? null : envelope.Seq };
        }

        /// <summary>Leaves the reader on the field's name when the value is of no interest here.</summary>
        private MessageFault? ReadField(ref Utf8JsonReader reader, ReadOnlyMemory<byte> frame)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                return ReadText(ref reader, "type", ref Type);
            }

            if (reader.ValueTextEquals("to"u8))
            {
                return ReadText(ref reader, "to", ref To);
            }

            if (reader.ValueTextEquals("seq"u8))
            {
                bool twice = Seq is not null;
                reader.Read();
                if (!twice && reader.TokenType == JsonTokenType.Number
                    && reader.TryGetInt64(out long seq) && seq is >= 0 and <= MaxSequence)
                {
                    Seq = seq;
                    return null;
                }

                reader.Skip();
                return Wrong("seq");
            }

            if (reader.ValueTextEquals("data"u8))
            {
                bool twice = !Data.IsEmpty;
                reader.Read();
                int start = (int)reader.TokenStartIndex;
                reader.Skip();
                Data = frame[start..(int)reader.BytesConsumed];
                return twice ? Wrong("data") : null;
            }

            return null;
        }

        private static MessageFault? ReadText(ref Utf8JsonReader reader, string name, ref string? field)
        {
            bool twice = field is not null;
            reader.Read();
            if (twice || reader.TokenType != JsonTokenType.String)
            {
                reader.Skip();
                return Wrong(name);
            }

            field = reader.GetString();
            return null;
        }

        private static MessageFault Wrong(string name) => new(
            ErrorCodes.InvalidMessage, $"The field {name} is of the wrong kind, out of bounds, or there twice.");
    }
}
