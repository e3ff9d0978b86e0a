using System.Net;

namespace Hearth.Server.Options;

/// <summary>Says at start, by key, which settings cannot work.</summary>
internal static class HearthOptionsValidator
{
    /// <summary>A token keeps a name in at most 255 bytes, four to a code point.</summary>
    private const int LongestName = 60;

    /// <summary>A mailbox takes at least so many of the largest messages, so that one does not end its owner's place.</summary>
    private const int MessagesInMailbox = 4;

    private const int ShortestToken = 16;

    private static readonly string[] OtlpProtocols = ["http/protobuf", "grpc"];
    private static readonly string[] IceSchemes = ["stun:", "stuns:", "turn:", "turns:"];
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(40);

    public static IEnumerable<string> Problems(HearthOptions options) =>
    [
        .. RoomProblems(options.Rooms, options.Signaling.MessageBytes),
        .. SignalingProblems(options.Signaling),
        .. AtLeast("Http:RequestBurst", options.Http.RequestBurst, 1),
        .. AtLeast("Http:RequestsPerSecond", options.Http.RequestsPerSecond, 0.01),
        .. HttpsProblems(options.Https),
        .. options.Ice.Servers.SelectMany(IceProblems),
        .. options.AllowedOrigins.SelectMany(OriginProblems),
        .. options.TrustedProxies.SelectMany(ProxyProblems),
        .. OperatorProblems(options.Operator),
        .. OtlpProblems(options.Otlp),
    ];

    private static IEnumerable<string> RoomProblems(RoomsOptions rooms, int largestMessage) =>
    [
        .. Between("Rooms:Capacity", rooms.Capacity, 1, 100),
        .. Between("Rooms:NameLength", rooms.NameLength, 1, LongestName),
        .. Time("Rooms:Grace", rooms.Grace),
        .. Time("Rooms:EmptyExpiry", rooms.EmptyExpiry),
        .. Time("Rooms:AloneExpiry", rooms.AloneExpiry),
        .. Time("Rooms:TokenMaxAge", rooms.TokenMaxAge),
        .. Between("Rooms:MailboxMessages", rooms.MailboxMessages, 8, 100_000),
        .. Between("Rooms:MailboxBytes", rooms.MailboxBytes, largestMessage * MessagesInMailbox, 1024 * 1024 * 1024),
        .. AtLeast("Rooms:PerAddress", rooms.PerAddress, 1),
        .. AtLeast("Rooms:Total", rooms.Total, 1),
        .. Between("Rooms:Remembered", rooms.Remembered, 2, 10_000_000),
        .. AtLeast("Rooms:EntryBurst", rooms.EntryBurst, 1),
        .. AtLeast("Rooms:EntriesPerSecond", rooms.EntriesPerSecond, 0.01),
        .. AtLeast("Rooms:UpdateBurst", rooms.UpdateBurst, 1),
        .. AtLeast("Rooms:UpdatesPerSecond", rooms.UpdatesPerSecond, 0.01),
    ];

    private static IEnumerable<string> SignalingProblems(SignalingOptions signaling) =>
    [
        .. Between("Signaling:MessageBytes", signaling.MessageBytes, 1024, 16 * 1024 * 1024),
        .. AtLeast("Signaling:DiscardBytes", signaling.DiscardBytes, signaling.MessageBytes),
        .. AtLeast("Signaling:MessageBurst", signaling.MessageBurst, 1),
        .. AtLeast("Signaling:MessagesPerSecond", signaling.MessagesPerSecond, 1),
        .. Time("Signaling:IdleTimeout", signaling.IdleTimeout),
        .. Time("Signaling:JoinTimeout", signaling.JoinTimeout),
        .. Time("Signaling:SendTimeout", signaling.SendTimeout),
        .. Time("Signaling:Heartbeat", signaling.Heartbeat),
        .. AtLeast("Signaling:ConnectionsPerAddress", signaling.ConnectionsPerAddress, 1),
        .. AtLeast("Signaling:Connections", signaling.Connections, 1),
    ];

    private static IEnumerable<string> HttpsProblems(HttpsOptions https) =>
    [
        .. Between("Https:Port", https.Port, 0, 65_535),
        .. https.CertificatePath.Length == 0 && https.KeyPath.Length > 0
            ? ["Hearth:Https:KeyPath is set, but Hearth:Https:CertificatePath is not: name the certificate it belongs to."]
            : Array.Empty<string>(),
    ];

    private static IEnumerable<string> Between(string key, int value, int least, int most) =>
        value >= least && value <= most ? [] : [$"Hearth:{key} is {value}; it must be {least} to {most}."];

    private static IEnumerable<string> AtLeast(string key, double value, double least) =>
        value >= least ? [] : [FormattableString.Invariant($"Hearth:{key} is {value}; it must be at least {least}.")];

    private static IEnumerable<string> Time(string key, TimeSpan value) =>
        value > TimeSpan.Zero && value <= LongestTime
            ? []
            : [$"Hearth:{key} is {value:c}; it must be more than nothing and at most {LongestTime.Days} days, such as 00:00:30."];

    private static IEnumerable<string> IceProblems(IceServerOptions server, int index)
    {
        if (server.Urls.Count == 0)
        {
            yield return $"Hearth:Ice:Servers:{index}:Urls is empty; it lists stun: and turn: addresses.";
        }

        foreach (string url in server.Urls)
        {
            if (!IceSchemes.Any(scheme => url.StartsWith(scheme, StringComparison.Ordinal)))
            {
                yield return $"Hearth:Ice:Servers:{index}:Urls has \"{url}\"; an address begins with stun:, stuns:, turn: or turns:.";
            }
            else if (url.StartsWith("turn", StringComparison.Ordinal) && (server.Username is null || server.Credential is null))
            {
                yield return $"Hearth:Ice:Servers:{index} has \"{url}\"; a TURN server needs Username and Credential too.";
            }
        }
    }

    private static IEnumerable<string> OperatorProblems(OperatorOptions op) =>
    [
        .. op.Token.Length is > 0 and < ShortestToken
            ? [$"Hearth:Operator:Token has {op.Token.Length} characters; it must have {ShortestToken} or more. Leave it out to have one made."]
            : Array.Empty<string>(),
        .. op.Url.Length == 0 || IsHttp(op.Url)
            ? Array.Empty<string>()
            : [$"Hearth:Operator:Url is \"{op.Url}\"; it looks like http://127.0.0.1:9464."],
    ];

    private static IEnumerable<string> OtlpProblems(OtlpOptions otlp) =>
    [
        .. otlp.Endpoint.Length == 0 || IsHttp(otlp.Endpoint)
            ? Array.Empty<string>()
            : [$"Hearth:Otlp:Endpoint is \"{otlp.Endpoint}\"; it looks like http://collector:4318."],
        .. OtlpProtocols.Contains(otlp.Protocol)
            ? Array.Empty<string>()
            : [$"Hearth:Otlp:Protocol is \"{otlp.Protocol}\"; it must be {string.Join(" or ", OtlpProtocols)}."],
        .. Time("Otlp:Interval", otlp.Interval),
    ];

    private static bool IsHttp(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https";

    private static IEnumerable<string> OriginProblems(string origin, int index) =>
        Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri) && uri.GetLeftPart(UriPartial.Authority) == origin.TrimEnd('/')
            ? []
            : [$"Hearth:AllowedOrigins:{index} is \"{origin}\"; an origin looks like https://example.org."];

    private static IEnumerable<string> ProxyProblems(string proxy, int index) =>
        IPAddress.TryParse(proxy, out _) || IPNetwork.TryParse(proxy, out _)
            ? []
            : [$"Hearth:TrustedProxies:{index} is \"{proxy}\"; it must be an address or a network such as 10.0.0.0/8."];
}
