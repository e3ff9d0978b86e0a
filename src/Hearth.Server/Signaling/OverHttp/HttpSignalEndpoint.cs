using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hearth.Contracts;
using Hearth.Contracts.Http;
using Hearth.Contracts.Signaling;
using Hearth.Rooms;
using Hearth.Rooms.Limits;
using Hearth.Server.Hosting;
using Hearth.Server.Http;
using Hearth.Server.Rooms;

namespace Hearth.Server.Signaling.OverHttp;

/// <summary>
/// The door <c>/signal</c> for networks that break WebSockets: the same connections over plain requests. A secret made
/// for each connection says which one a request belongs to.
/// </summary>
internal sealed class HttpSignalEndpoint(
    SignalGate gate,
    ConnectionRegistry registry,
    SignalingLimits limits,
    RoomHouse house,
    ServerClock clock,
    ILogger<HttpSignalEndpoint> logger)
{
    public const string BatchHeader = "Hearth-Batch";
    public const string PollHeader = "Hearth-Poll";
    public const string EndHeader = "Hearth-End";

    private const string Bearer = "Bearer ";
    private const int SecretBytes = 32;

    /// <summary>It names a transport.</summary>
    private const int LargestOpening = 256;

    private static readonly RequestRefusal Unknown = new(
        ErrorCodes.UnknownConnection, "That connection is over. Open another one.");

    private static readonly RequestRefusal Busy = new(
        ErrorCodes.ConnectionBusy, "Another request of this connection listens already.");

    private static readonly RequestRefusal Skipped = new(ErrorCodes.InvalidSequence, "A number was skipped.");

    private static readonly RequestRefusal NotUnderstood = new(
        ErrorCodes.InvalidMessage, "The body is a JSON object with transport: http-stream or long-polling.");

    private static readonly RequestRefusal TooSlow = new(ErrorCodes.InvalidMessage, "The body did not come in time.");

    private readonly ConcurrentDictionary<string, Entry> _open = new(StringComparer.Ordinal);

    /// <summary><c>OPTIONS /signal/...</c>: a page of another origin asks whether it may.</summary>
    public async Task AskAsync(HttpContext context)
    {
        if (await gate.AllowsAsync(context))
        {
            IHeaderDictionary headers = context.Response.Headers;
            headers.AccessControlAllowMethods = "GET, POST";
            headers.AccessControlAllowHeaders = $"Authorization, Content-Type, {BatchHeader}, {PollHeader}, {EndHeader}";
            headers.AccessControlMaxAge = "600";
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
    }

    /// <summary><c>POST /signal/connections</c></summary>
    public async Task OpenAsync(HttpContext context)
    {
        ClientAddress address = ClientAddress.Of(context.Connection.RemoteIpAddress);
        if (!await gate.AllowsAsync(context))
        {
            return;
        }

        if (await ReadAsync(context, LargestOpening) is not { } body)
        {
            return;
        }

        if (ReadTransport(body) is not { } transport)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, NotUnderstood);
            return;
        }

        if (!await gate.TryEnterAsync(context, address))
        {
            return;
        }

        string secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var wire = new HttpWire(transport, limits, clock);
        var connection = new SignalingConnection(registry.NextId(), address, wire, limits, house, clock, logger);
        string name = NameOf(secret);
        _open[name] = new Entry(wire, connection);
        _ = RunAsync(name, wire, connection);
        context.Response.StatusCode = StatusCodes.Status201Created;
        await Refusals.WriteJsonAsync(context, JsonSerializer.SerializeToUtf8Bytes(
            new OpenedConnection(
                secret, (int)limits.Heartbeat.TotalMilliseconds, limits.BatchBytes, SignalingLimits.BatchMessages),
            ContractsJson.Default.OpenedConnection));
    }

    /// <summary><c>GET /signal/stream</c></summary>
    public async Task StreamAsync(HttpContext context)
    {
        if (await FindAsync(context) is { } entry)
        {
            ListenOutcome outcome = entry.Wire.Transport == Transports.HttpStream
                ? await entry.Wire.Down.StreamAsync(context)
                : ListenOutcome.Taken;
            await AnswerAsync(context, outcome);
        }
    }

    /// <summary><c>GET /signal/poll</c></summary>
    public async Task PollAsync(HttpContext context)
    {
        if (await FindAsync(context) is { } entry && await ReadNumberAsync(context, PollHeader) is { } number)
        {
            ListenOutcome outcome = entry.Wire.Transport == Transports.LongPolling
                ? await entry.Wire.Down.PollAsync(context, number)
                : ListenOutcome.Taken;
            await AnswerAsync(context, outcome);
        }
    }

    /// <summary><c>POST /signal/messages</c></summary>
    public async Task PostAsync(HttpContext context)
    {
        if (await FindAsync(context) is not { } entry || await ReadNumberAsync(context, BatchHeader) is not { } number)
        {
            return;
        }

        if (!entry.Wire.Up.TryEnter())
        {
            await RefuseAsync(context, RequestError.RateLimited);
            return;
        }

        try
        {
            if (await ReadAsync(context, limits.BatchBytes) is { } batch)
            {
                await AnswerAsync(context, await entry.Wire.Up.TakeAsync(entry.Connection, number, batch));
            }
        }
        catch (OperationCanceledException)
        {
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, Unknown);
        }
        finally
        {
            entry.Wire.Up.Leave();
        }

        if (context.Response.StatusCode == StatusCodes.Status204NoContent && context.Request.Headers.ContainsKey(EndHeader))
        {
            entry.Wire.Abort();
        }
    }

    private async Task RunAsync(string name, HttpWire wire, SignalingConnection connection)
    {
        registry.Add(connection);
        try
        {
            await wire.Ended;
            connection.HandleEnd();
        }
        catch (Exception e)
        {
            Log.ConnectionFault(logger, e);
        }

        _open.TryRemove(name, out _);
        registry.Remove(connection);
        gate.Leave(connection.Address);
        wire.Dispose();
    }

    /// <summary>The connection whose secret the request shows. Null: there is none, and the client was told.</summary>
    private async ValueTask<Entry?> FindAsync(HttpContext context)
    {
        if (!await gate.AllowsAsync(context))
        {
            return null;
        }

        string authorization = context.Request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            && _open.TryGetValue(NameOf(authorization[Bearer.Length..]), out Entry? entry))
        {
            return entry;
        }

        if (house.TryRequest(ClientAddress.Of(context.Connection.RemoteIpAddress)))
        {
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, Unknown);
        }
        else
        {
            await RefuseAsync(context, RequestError.TooManyAttempts);
        }

        return null;
    }

    /// <summary>Null: it came too slowly or is too large, and the client was told.</summary>
    private async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(HttpContext context, int most)
    {
        using var timeout = new CancellationTokenSource(limits.Send, clock.Provider);
        (BodyOutcome outcome, ReadOnlyMemory<byte> body) = await RequestBody.ReadAsync(
            context.Request.BodyReader, most, timeout.Token);
        switch (outcome)
        {
            case BodyOutcome.Read:
                return body;
            case BodyOutcome.TooLarge:
                await RefuseAsync(context, new RequestError(
                    ErrorCodes.MessageTooLarge, $"The body has at most {most} bytes."));
                return null;
            default:
                context.Response.Headers.Connection = "close";
                await RefuseAsync(context, StatusCodes.Status408RequestTimeout, TooSlow);
                return null;
        }
    }

    private async ValueTask<long?> ReadNumberAsync(HttpContext context, string header)
    {
        if (long.TryParse(context.Request.Headers[header], NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            && number is > 0 and < long.MaxValue)
        {
            return number;
        }

        await RefuseAsync(context, StatusCodes.Status400BadRequest, new RequestRefusal(
            ErrorCodes.InvalidMessage, $"{header} is a number: 1, 2, 3 ..."));
        return null;
    }

    private static string? ReadTransport(ReadOnlyMemory<byte> body)
    {
        try
        {
            OpenConnectionRequest? request = JsonSerializer.Deserialize(
                body.Span, ContractsJson.Default.OpenConnectionRequest);
            return request?.Transport switch
            {
                HttpTransport.HttpStream => Transports.HttpStream,
                HttpTransport.LongPolling => Transports.LongPolling,
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Task AnswerAsync(HttpContext context, ListenOutcome outcome) => outcome switch
    {
        ListenOutcome.Taken => RefuseAsync(context, StatusCodes.Status409Conflict, Busy),
        ListenOutcome.Skipped => RefuseAsync(context, StatusCodes.Status409Conflict, Skipped),
        _ => Task.CompletedTask,
    };

    private Task AnswerAsync(HttpContext context, BatchOutcome outcome)
    {
        switch (outcome)
        {
            case BatchOutcome.Skipped:
                return RefuseAsync(context, StatusCodes.Status409Conflict, Skipped);
            case BatchOutcome.TooMany:
                return RefuseAsync(context, new RequestError(
                    ErrorCodes.MessageTooLarge, $"A batch has at most {SignalingLimits.BatchMessages} messages."));
            default:
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                context.Response.Headers.CacheControl = "no-store";
                return Task.CompletedTask;
        }
    }

    private Task RefuseAsync(HttpContext context, int status, RequestRefusal refusal)
    {
        house.Connections.HandleRefusal(refusal.Code);
        return Refusals.WriteAsync(context, status, refusal);
    }

    private Task RefuseAsync(HttpContext context, RequestError error)
    {
        house.Connections.HandleRefusal(error.Code);
        return Refusals.WriteAsync(context, error);
    }

    /// <summary>What a secret is kept as: finding it takes the same time, however much of it was guessed.</summary>
    private static string NameOf(string secret) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private sealed record Entry(HttpWire Wire, SignalingConnection Connection);
}
