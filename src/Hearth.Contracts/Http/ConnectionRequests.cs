using System.ComponentModel;
using System.Text.Json.Serialization;
using Hearth.Contracts.Signaling;

namespace Hearth.Contracts.Http;

[JsonConverter(typeof(KebabCaseEnumConverter<HttpTransport>))]
[Description("How the server's messages come over HTTP.")]
public enum HttpTransport
{
    /// <summary>On one answer that does not end.</summary>
    HttpStream,

    /// <summary>In one answer after the other.</summary>
    LongPolling,
}

[Description("The body of `POST /signal/connections`.")]
public sealed record OpenConnectionRequest(HttpTransport Transport);

[Description("The answer to `POST /signal/connections`, with status 201.")]
public sealed record OpenedConnection(
    [property: Description("Shows that a request belongs to this connection: `Authorization: Bearer {secret}`.")] string Secret,
    [property: Description("Something comes at least so often.")] int HeartbeatMs,
    [property: Description("The largest body of `POST /signal/messages`.")] int BatchBytes,
    [property: Description("The most messages in it.")] int BatchMessages);
