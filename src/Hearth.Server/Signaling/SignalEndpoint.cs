using System.Net.WebSockets;
using Hearth.Contracts.Http;
using Hearth.Contracts.Signaling;
using Hearth.Rooms;
using Hearth.Rooms.Limits;
using Hearth.Server.Hosting;
using Hearth.Server.Http;
using Hearth.Server.Rooms;

namespace Hearth.Server.Signaling;

/// <summary>The door <c>/signal</c>: who may open a WebSocket.</summary>
internal sealed class SignalEndpoint(
    OriginPolicy origins,
    ConnectionRegistry registry,
    SignalingLimits limits,
    RoomHouse house,
    ServerClock clock,
    ILogger<SignalEndpoint> logger)
{
    private readonly Seldom _refusals = new(clock);
    private readonly Seldom _fullness = new(clock);

    public async Task HandleAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            await Refusals.WriteAsync(context, StatusCodes.Status426UpgradeRequired, new RequestRefusal(
                ErrorCodes.InvalidMessage, "This address speaks WebSocket."));
            return;
        }

        string? origin = context.Request.Headers.Origin;
        if (!origins.Allows(origin, context.Request.Host))
        {
            if (_refusals.IsTime())
            {
                Log.OriginRefused(logger, OriginPolicy.Printable(origin!));
            }

            await Refusals.WriteAsync(context, StatusCodes.Status403Forbidden, OriginPolicy.Refusal);
            return;
        }

        await EnterAsync(context);
    }

    private async Task EnterAsync(HttpContext context)
    {
        ClientAddress address = ClientAddress.Of(context.Connection.RemoteIpAddress);
        if (registry.IsStopping)
        {
            await Refusals.WriteAsync(context, RequestError.ServerStopping);
            return;
        }

        if (!registry.TryEnter())
        {
            if (_fullness.IsTime())
            {
                Log.ServerFull(logger);
            }

            await Refusals.WriteAsync(context, RequestError.ServerFull);
            return;
        }

        try
        {
            if (!house.TryConnect(address))
            {
                if (_fullness.IsTime())
                {
                    Log.AddressFull(logger);
                }

                await Refusals.WriteAsync(context, RequestError.TooManyAttempts);
                return;
            }

            try
            {
                await RunAsync(context, address);
            }
            finally
            {
                house.Disconnect(address);
            }
        }
        finally
        {
            registry.Leave();
        }
    }

    private async Task RunAsync(HttpContext context, ClientAddress address)
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        using var wire = new WebSocketWire(socket, limits, clock);
        var connection = new SignalingConnection(registry.NextId(), address, wire, limits, house, clock, logger);
        registry.Add(connection);
        try
        {
            await wire.RunAsync(connection, context.RequestAborted);
        }
        finally
        {
            registry.Remove(connection);
        }
    }
}
