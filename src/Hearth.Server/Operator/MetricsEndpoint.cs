using System.Text;
using Hearth.Contracts.Http;
using Hearth.Contracts.Signaling;
using Hearth.Rooms;
using Hearth.Rooms.Limits;
using Hearth.Server.Http;
using Hearth.Server.Rooms;

namespace Hearth.Server.Operator;

/// <summary><c>GET /metrics</c>: with the operator's token on the public address, without one on the operator's own.</summary>
internal sealed class MetricsEndpoint(PrometheusText metrics, OperatorToken token, RoomHouse house)
{
    private static readonly RequestRefusal Refusal = new(
        ErrorCodes.OperatorTokenNeeded,
        "Send Authorization: Bearer with the operator's token. It is in the data directory, or in Hearth:Operator:Token.");

    public async Task HandlePublicAsync(HttpContext context)
    {
        // Guessing is as slow as any other request.
        if (!house.TryRequest(ClientAddress.Of(context.Connection.RemoteIpAddress)))
        {
            await Refusals.WriteAsync(context, RequestError.TooManyAttempts);
            return;
        }

        if (!token.IsIn(context.Request.Headers.Authorization))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await Refusals.WriteAsync(context, StatusCodes.Status401Unauthorized, Refusal);
            return;
        }

        await HandlePrivateAsync(context);
    }

    public Task HandlePrivateAsync(HttpContext context)
    {
        byte[] body = Encoding.UTF8.GetBytes(metrics.Read());
        context.Response.ContentType = PrometheusText.ContentType;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body).AsTask();
    }
}
