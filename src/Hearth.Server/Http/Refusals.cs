using System.Text.Json;
using Hearth.Contracts;
using Hearth.Contracts.Http;
using Hearth.Contracts.Signaling;
using Hearth.Rooms;

namespace Hearth.Server.Http;

/// <summary>Refusals as HTTP answers: a status, and the code and sentence of the protocol.</summary>
internal static class Refusals
{
    public static Task WriteAsync(HttpContext context, RequestError error) =>
        WriteAsync(context, StatusOf(error.Code), new RequestRefusal(error.Code, error.Message));

    public static Task WriteAsync(HttpContext context, int status, RequestRefusal refusal)
    {
        context.Response.StatusCode = status;
        return WriteJsonAsync(context, JsonSerializer.SerializeToUtf8Bytes(refusal, ContractsJson.Default.RequestRefusal));
    }

    public static Task WriteJsonAsync(HttpContext context, byte[] body)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body).AsTask();
    }

    private static int StatusOf(string code) => code switch
    {
        ErrorCodes.RoomExists => StatusCodes.Status409Conflict,
        ErrorCodes.RateLimited or ErrorCodes.TooManyRooms => StatusCodes.Status429TooManyRequests,
        ErrorCodes.ServerFull => StatusCodes.Status503ServiceUnavailable,
        ErrorCodes.MessageTooLarge => StatusCodes.Status413PayloadTooLarge,
        _ => StatusCodes.Status400BadRequest,
    };
}
