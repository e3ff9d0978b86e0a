using System.Buffers;
using System.IO.Pipelines;
using Hearth.Server.Hosting;
using Microsoft.AspNetCore.Http.Features;

namespace Hearth.Server.Signaling.OverHttp;

internal enum ListenOutcome
{
    /// <summary>The answer was written, as far as the client took it.</summary>
    Answered,

    /// <summary>Another request of this connection listens already.</summary>
    Taken,

    /// <summary>The number of a poll is neither the last one nor the next.</summary>
    Skipped,
}

/// <summary>
/// Gives the client what is lined up for it: on one stream for as long as the connection lives, or as the answers to
/// one poll after the other. An answer is kept until the next poll shows that it has come.
/// </summary>
internal sealed class Downlink(OutgoingQueue outgoing, SignalingLimits limits, ServerClock clock, HttpWire wire)
{
    /// <summary>A stream is flushed, and an answer ends, when it has so many bytes.</summary>
    private const int EnoughBytes = 64 * 1024;

    /// <summary>Says that the connection lives.</summary>
    public static readonly ReadOnlyMemory<byte> Heartbeat = ReadOnlyMemory<byte>.Empty;

    private readonly Lock _lock = new();

    /// <summary>The last poll that came, or began to wait for something to tell.</summary>
    private CancellationTokenSource? _waiting;

    /// <summary>Completes when that poll has its answer, or has given up.</summary>
    private Task _taking = Task.CompletedTask;

    /// <summary>The last poll, and its answer once there is one.</summary>
    private long _poll;

    private ArrayBufferWriter<byte>? _answer;

    /// <summary>Of the queue's bytes, those that are in the answer.</summary>
    private int _answerBytes;

    private int _listeners;
    private long _leftTicks = clock.Uptime.Ticks;
    private long _toldTicks = clock.Uptime.Ticks;

    /// <summary>Nobody has listened for so long.</summary>
    public bool HasBeenAlone(TimeSpan now, TimeSpan time) =>
        Volatile.Read(ref _listeners) == 0 && now.Ticks - Volatile.Read(ref _leftTicks) >= time.Ticks;

    public bool WantsHeartbeat(TimeSpan now) =>
        Volatile.Read(ref _listeners) > 0 && now.Ticks - Volatile.Read(ref _toldTicks) >= limits.Heartbeat.Ticks;

    /// <summary>Tells everything as it comes. There is no second stream.</summary>
    public async Task<ListenOutcome> StreamAsync(HttpContext context)
    {
        if (Interlocked.CompareExchange(ref _poll, long.MaxValue, 0) != 0)
        {
            return ListenOutcome.Taken;
        }

        Interlocked.Increment(ref _listeners);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, wire.Ending);
        using var timeout = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock.Provider);
        try
        {
            Begin(context);
            PipeWriter writer = context.Response.BodyWriter;
            EventText.Write(writer, Heartbeat.Span);
            await FlushAsync(writer, timeout);
            while (await outgoing.WaitAsync(over.Token))
            {
                int bytes = Take(writer);
                await FlushAsync(writer, timeout);
                outgoing.HandleSent(bytes);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The client is gone or does not read.
            context.Abort();
        }

        Volatile.Write(ref _leftTicks, clock.Uptime.Ticks);
        Interlocked.Decrement(ref _listeners);
        if (outgoing.IsOver)
        {
            wire.Abort();
        }

        // Otherwise a last batch may be on its way: a page that closes loses its stream first.
        return ListenOutcome.Answered;
    }

    /// <summary>Answers with what there is, as soon as there is something. The same number again gets the same answer.</summary>
    /// <param name="number">1, 2, 3 ...</param>
    public async Task<ListenOutcome> PollAsync(HttpContext context, long number)
    {
        Interlocked.Increment(ref _listeners);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, wire.Ending);
        try
        {
            (ListenOutcome outcome, ReadOnlyMemory<byte> answer) = await AnswerInTurnAsync(number, waiting);
            if (outcome == ListenOutcome.Answered)
            {
                await WriteAsync(context, answer);
            }

            return outcome;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The client is gone, or has asked again.
            context.Abort();
            return ListenOutcome.Answered;
        }
        finally
        {
            Volatile.Write(ref _leftTicks, clock.Uptime.Ticks);
            Interlocked.Decrement(ref _listeners);
        }
    }

    /// <summary>A new poll takes the place of one that still waits.</summary>
    private async Task<(ListenOutcome Outcome, ReadOnlyMemory<byte> Answer)> AnswerInTurnAsync(
        long number, CancellationTokenSource waiting)
    {
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task before;
        lock (_lock)
        {
            before = _taking;
            _taking = taken.Task;
            _waiting?.Cancel();
            _waiting = waiting;
        }

        await before;
        try
        {
            return await AnswerAsync(number, waiting.Token);
        }
        finally
        {
            lock (_lock)
            {
                _waiting = _waiting == waiting ? null : _waiting;
            }

            taken.SetResult();
        }
    }

    private async Task<(ListenOutcome Outcome, ReadOnlyMemory<byte> Answer)> AnswerAsync(long number, CancellationToken over)
    {
        bool isNext = number == _poll + 1 && (_poll == 0 || _answer is not null);
        if (!isNext && number != _poll)
        {
            return (ListenOutcome.Skipped, default);
        }

        if (isNext)
        {
            outgoing.HandleSent(_answerBytes);
            (_poll, _answer, _answerBytes) = (number, null, 0);
        }

        if (_answer is null)
        {
            await outgoing.WaitAsync(over);
            var answer = new ArrayBufferWriter<byte>();
            _answerBytes = Take(answer);
            _answer = answer;
        }

        return (ListenOutcome.Answered, _answer.WrittenMemory);
    }

    private async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> answer)
    {
        using var timeout = new CancellationTokenSource(limits.Send, clock.Provider);
        Begin(context);
        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer, timeout.Token);
        await context.Response.CompleteAsync();
        if (outgoing.IsOver)
        {
            wire.Abort();
        }
    }

    private static void Begin(HttpContext context)
    {
        context.Response.ContentType = EventText.ContentType;
        context.Response.Headers.CacheControl = "no-store, no-transform";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    /// <summary>Writes what is there, up to a bound; returns its bytes as the queue counts them.</summary>
    private int Take(IBufferWriter<byte> writer)
    {
        Volatile.Write(ref _toldTicks, clock.Uptime.Ticks);
        int bytes = 0;
        while (bytes < EnoughBytes && outgoing.TryTake(out ReadOnlyMemory<byte> frame))
        {
            EventText.Write(writer, frame.Span);
            bytes += frame.Length;
        }

        return bytes;
    }

    private async ValueTask FlushAsync(PipeWriter writer, CancellationTokenSource timeout)
    {
        timeout.CancelAfter(limits.Send);
        FlushResult result = await writer.FlushAsync(timeout.Token);
        if (result.IsCompleted || !timeout.TryReset())
        {
            throw new OperationCanceledException();
        }
    }
}
