using System.Text.Json;
using Hearth.Contracts;
using Hearth.Contracts.Http;
using Hearth.Contracts.Signaling;
using Hearth.Rooms;
using Hearth.Rooms.Identity;
using Hearth.Rooms.Limits;
using Hearth.Rooms.Tokens;
using Hearth.Server.Hosting;
using Hearth.Server.Rooms;
using Hearth.Server.Secrets;
using Hearth.Server.Signaling;

namespace Hearth.Server.Http;

/// <summary><c>POST /api/rooms</c> and <c>GET /api/rooms/{id}</c>.</summary>
internal sealed class RoomEndpoints(
    RoomHouse house, OwnerTokens owners, OwnedRooms owned, OriginPolicy origins, ILogger<RoomEndpoints> logger)
{
    /// <summary>A verifier and a name take a tenth of it.</summary>
    private const int LargestBody = 2048;

    public const string ProofHeader = "Hearth-Proof";

    public async Task CreateAsync(HttpContext context)
    {
        if (!origins.Allows(context.Request.Headers.Origin, context.Request.Host))
        {
            await Refusals.WriteAsync(context, StatusCodes.Status403Forbidden, OriginPolicy.Refusal);
            return;
        }

        ClientAddress address = ClientAddress.Of(context.Connection.RemoteIpAddress);
        if (!house.TryRequest(address))
        {
            await Refusals.WriteAsync(context, RequestError.TooManyAttempts);
            return;
        }

        (CreateRoomRequest? request, RequestError? error) = await ReadAsync(context);
        RoomId? wanted = null;
        Verifier? verifier = null;
        error ??= Understand(request!, out wanted, out verifier);
        RoomId id = default;
        error ??= Create(address, wanted, verifier, out id);
        if (error is not null)
        {
            await Refusals.WriteAsync(context, error);
            return;
        }

        string url = $"{context.Request.Scheme}://{context.Request.Host.ToUriComponent()}/r/{id}";
        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.Headers.Location = $"/api/rooms/{id}";
        await Refusals.WriteJsonAsync(context, JsonSerializer.SerializeToUtf8Bytes(
            new CreatedRoom(id.Value, url, id.Kind, owners.Write(id)), ContractsJson.Default.CreatedRoom));
    }

    /// <summary>Opens the room and notes that it has an owner; whoever asks for the same room later gets no token.</summary>
    private RequestError? Create(ClientAddress address, RoomId? wanted, Verifier? verifier, out RoomId id)
    {
        id = default;
        if (wanted is { } known && owned.Contains(known))
        {
            return RequestError.RoomWasMade;
        }

        if (house.Create(address, wanted, verifier, out id) is { } error)
        {
            return error;
        }

        try
        {
            return owned.TryAdd(id) ? null : RequestError.RoomWasMade;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.OwnerNotKept(logger, e.Message);
            return RequestError.OwnerNotKept;
        }
    }

    public async Task LookUpAsync(HttpContext context)
    {
        ClientAddress address = ClientAddress.Of(context.Connection.RemoteIpAddress);
        if (!house.TryRequest(address))
        {
            await Refusals.WriteAsync(context, RequestError.TooManyAttempts);
            return;
        }

        if (!RoomId.TryParse(context.Request.RouteValues["id"] as string, out RoomId id))
        {
            await Refusals.WriteAsync(context, RequestError.InvalidRoom);
            return;
        }

        IReadOnlyList<string>? names = house.NamesIn(id, ReadProof(context, address, id), out bool isOpen, out bool maySee);
        bool isLocked = isOpen && names is null;
        await Refusals.WriteJsonAsync(context, JsonSerializer.SerializeToUtf8Bytes(
            new RoomLookup(
                id.Value, isOpen, id.Kind, names?.Count ?? 0, isLocked, maySee ? names ?? [] : null),
            ContractsJson.Default.RoomLookup));
    }

    /// <summary>The verifier of the proof in the request, if that fits the id.</summary>
    private Verifier? ReadProof(HttpContext context, ClientAddress address, RoomId id)
    {
        string? proof = context.Request.Headers[ProofHeader];
        if (id.Kind == RoomKind.Named || string.IsNullOrEmpty(proof))
        {
            return null;
        }

        RequestError? error = RoomDoor.CheckProof(id, proof, out Verifier? verifier);
        return house.Charged(address, error) is null ? verifier : null;
    }

    private static RequestError? Understand(CreateRoomRequest request, out RoomId? wanted, out Verifier? verifier)
    {
        wanted = null;
        verifier = null;
        if (request.Verifier is not null)
        {
            if (request.Name is not null || !Verifier.TryParse(request.Verifier, out verifier))
            {
                return new RequestError(
                    ErrorCodes.InvalidMessage,
                    "A keyed room has a verifier, 32 bytes in base64url, and no name.");
            }

            wanted = RoomId.Of(verifier!);
        }
        else if (request.Name is not null)
        {
            if (!RoomId.TryParse(request.Name, out RoomId named))
            {
                return RequestError.InvalidRoom;
            }

            if (named.Kind == RoomKind.Keyed)
            {
                return new RequestError(
                    ErrorCodes.InvalidRoom, "Four words like these are the name of a room with a key. Choose another name.");
            }

            wanted = named;
        }

        return null;
    }

    private static async Task<(CreateRoomRequest? Request, RequestError? Error)> ReadAsync(HttpContext context)
    {
        byte[] body = new byte[LargestBody + 1];
        int length = await context.Request.Body.ReadAtLeastAsync(
            body, body.Length, throwOnEndOfStream: false, context.RequestAborted);
        if (length > LargestBody)
        {
            return (null, new RequestError(ErrorCodes.MessageTooLarge, $"The body has at most {LargestBody} bytes."));
        }

        if (length == 0)
        {
            return (new CreateRoomRequest(), null);
        }

        try
        {
            CreateRoomRequest? request = JsonSerializer.Deserialize(
                body.AsSpan(0, length), ContractsJson.Default.CreateRoomRequest);
            return request is null ? (null, NotUnderstood) : (request, null);
        }
        catch (JsonException)
        {
            return (null, NotUnderstood);
        }
    }

    private static readonly RequestError NotUnderstood = new(
        ErrorCodes.InvalidMessage, "The body is a JSON object with verifier, or name, or neither.");
}
