using System.Net.WebSockets;
using Hearth.Contracts.Http;
using Hearth.Contracts.Signaling;
using Hearth.Rooms.Limits;
using Hearth.Server.Hosting;
using Hearth.Server.Http;
using Hearth.Server.Rooms;

namespace Hearth.Server.Signaling;

/// <summary>The door <c>/signal</c>: a connection over a WebSocket.</summary>
internal sealed class SignalEndpoint(
    SignalGate gate,
    ConnectionRegistry registry,
    SignalingLimits limits,
    RoomHouse house,
    ServerClock clock,
    ILogger<SignalEndpoint> logger)
{
    public async Task HandleAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            await Refusals.WriteAsync(context, StatusCodes.Status426UpgradeRequired, new RequestRefusal(
                ErrorCodes.InvalidMessage, "This address speaks WebSocket."));
            return;
        }

        ClientAddress address = ClientAddress.Of(context.Connection.RemoteIpAddress);
        if (!await gate.AllowsAsync(context) || !await gate.TryEnterAsync(context, address))
        {
            return;
        }

        try
        {
            await RunAsync(context, address);
        }
        finally
        {
            gate.Leave(address);
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
