using Hearth.Server.Hosting;

namespace Hearth.Server.Signaling.OverHttp;

internal enum BatchOutcome
{
    Taken,

    /// <summary>Its number was taken before; nothing was done.</summary>
    Duplicate,

    /// <summary>The batch before it did not come.</summary>
    Skipped,

    /// <summary>It holds too many messages; its number is still free.</summary>
    TooMany,
}

/// <summary>
/// Puts the batches of one connection in the order of their numbers: requests overtake each other, and are repeated
/// by browsers and proxies. Each batch is handled once, and wholly before the next.
/// </summary>
internal sealed class Uplink(SignalingLimits limits, ServerClock clock, CancellationToken ending)
{
    /// <summary>The batch at work, the one behind it, and one that is repeated.</summary>
    private const int RequestsAtOnce = 3;

    private readonly Lock _lock = new();
    private TaskCompletionSource _advanced = NewSource();
    private long _done;
    private bool _isBusy;
    private int _requests;

    /// <summary>False: too many requests at once. Otherwise <see cref="Leave"/> must follow.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _requests) <= RequestsAtOnce)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _requests);

    /// <param name="number">1, 2, 3 ...</param>
    /// <exception cref="OperationCanceledException">The wire has ended.</exception>
    public async Task<BatchOutcome> TakeAsync(SignalingConnection connection, long number, ReadOnlyMemory<byte> batch)
    {
        if (Batch.Count(batch.Span) > SignalingLimits.BatchMessages)
        {
            return BatchOutcome.TooMany;
        }

        BatchOutcome outcome = await WaitForTurnAsync(number);
        if (outcome != BatchOutcome.Taken)
        {
            return outcome;
        }

        try
        {
            await HandleAsync(connection, batch);
        }
        finally
        {
            Advance(number);
        }

        return BatchOutcome.Taken;
    }

    private async Task<BatchOutcome> WaitForTurnAsync(long number)
    {
        while (true)
        {
            Task advanced;
            lock (_lock)
            {
                if (number <= _done)
                {
                    return BatchOutcome.Duplicate;
                }

                if (number == _done + 1 && !_isBusy)
                {
                    _isBusy = true;
                    return BatchOutcome.Taken;
                }

                advanced = _advanced.Task;
            }

            try
            {
                await advanced.WaitAsync(limits.Send, clock.Provider, ending);
            }
            catch (TimeoutException)
            {
                return BatchOutcome.Skipped;
            }
        }
    }

    private async Task HandleAsync(SignalingConnection connection, ReadOnlyMemory<byte> batch)
    {
        while (Batch.TryTake(ref batch, out ReadOnlyMemory<byte> message))
        {
            bool isTooLarge = message.Length > limits.MessageBytes;
            TimeSpan wait = connection.Receive(
                isTooLarge ? FrameKind.TooLarge : FrameKind.Message,
                isTooLarge ? message[..(limits.MessageBytes + 1)] : message);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, clock.Provider, ending);
            }
        }
    }

    private void Advance(long number)
    {
        TaskCompletionSource advanced;
        lock (_lock)
        {
            _done = number;
            _isBusy = false;
            advanced = _advanced;
            _advanced = NewSource();
        }

        advanced.SetResult();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
