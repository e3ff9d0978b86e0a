using Hearth.Rooms;
using Hearth.Rooms.Limits;
using Hearth.Server.Hosting;
using Hearth.Server.Http;
using Hearth.Server.Rooms;

namespace Hearth.Server.Signaling;

/// <summary>Who may open a connection, whatever carries it: the origin of the page, and how many there are.</summary>
internal sealed class SignalGate(
    OriginPolicy origins,
    ConnectionRegistry registry,
    RoomHouse house,
    ServerClock clock,
    ILogger<SignalGate> logger)
{
    private readonly Seldom _refusals = new(clock);
    private readonly Seldom _fullness = new(clock);

    /// <summary>False: a page of that origin may not, and was told.</summary>
    public async ValueTask<bool> AllowsAsync(HttpContext context)
    {
        string? origin = context.Request.Headers.Origin;
        if (origins.Allows(origin, context.Request.Host))
        {
            if (!string.IsNullOrEmpty(origin))
            {
                // For pages of listed origins over HTTP; nothing is decided by a cookie, so none is allowed.
                context.Response.Headers.AccessControlAllowOrigin = origin;
                context.Response.Headers.Vary = "Origin";
            }

            return true;
        }

        if (_refusals.IsTime())
        {
            Log.OriginRefused(logger, OriginPolicy.Printable(origin!));
        }

        house.Connections.HandleRefusal(OriginPolicy.Refusal.Code);
        await Refusals.WriteAsync(context, StatusCodes.Status403Forbidden, OriginPolicy.Refusal);
        return false;
    }

    /// <summary>False: there is no room for one more, and the client was told. Otherwise <see cref="Leave"/> must follow.</summary>
    public async ValueTask<bool> TryEnterAsync(HttpContext context, ClientAddress address)
    {
        RequestError? error = Enter(address);
        if (error is null)
        {
            return true;
        }

        house.Connections.HandleRefusal(error.Code);
        await Refusals.WriteAsync(context, error);
        return false;
    }

    public void Leave(ClientAddress address)
    {
        house.Disconnect(address);
        registry.Leave();
    }

    private RequestError? Enter(ClientAddress address)
    {
        if (registry.IsStopping)
        {
            return RequestError.ServerStopping;
        }

        if (!registry.TryEnter())
        {
            if (_fullness.IsTime())
            {
                Log.ServerFull(logger);
            }

            return RequestError.ServerFull;
        }

        if (house.TryConnect(address))
        {
            return null;
        }

        registry.Leave();
        if (_fullness.IsTime())
        {
            Log.AddressFull(logger);
        }

        return RequestError.TooManyAttempts;
    }
}
