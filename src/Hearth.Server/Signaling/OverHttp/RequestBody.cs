using System.Buffers;
using System.IO.Pipelines;

namespace Hearth.Server.Signaling.OverHttp;

internal enum BodyOutcome
{
    Read,
    TooLarge,

    /// <summary>It did not come in time, or its client has gone.</summary>
    Lost,
}

/// <summary>Reads a body whole, with memory for what has come and not for what was announced.</summary>
internal static class RequestBody
{
    private const int FirstSize = 4096;

    public static async ValueTask<(BodyOutcome Outcome, ReadOnlyMemory<byte> Body)> ReadAsync(
        PipeReader reader, int most, CancellationToken timeout)
    {
        // Not by the token itself: the server could not read the rest of the body away afterwards.
        using CancellationTokenRegistration late = timeout.UnsafeRegister(
            static pending => ((PipeReader)pending!).CancelPendingRead(), reader);
        var body = new ArrayBufferWriter<byte>(FirstSize);
        try
        {
            while (true)
            {
                ReadResult result = await reader.ReadAsync(CancellationToken.None);
                ReadOnlySequence<byte> read = result.Buffer;
                bool fits = read.Length <= most - body.WrittenCount;
                if (fits)
                {
                    Append(body, read);
                }

                reader.AdvanceTo(read.End);
                if (result.IsCanceled || !fits)
                {
                    return (fits ? BodyOutcome.Lost : BodyOutcome.TooLarge, default);
                }

                if (result.IsCompleted)
                {
                    return (BodyOutcome.Read, body.WrittenMemory);
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return (BodyOutcome.Lost, default);
        }
    }

    private static void Append(ArrayBufferWriter<byte> body, ReadOnlySequence<byte> read)
    {
        foreach (ReadOnlyMemory<byte> part in read)
        {
            body.Write(part.Span);
        }
    }
}
