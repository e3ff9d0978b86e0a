namespace Hearth.Server.Options;

/// <summary>The section <c>Hearth</c>. Defaults are right for a laptop.</summary>
internal sealed class HearthOptions
{
    public const string Section = "Hearth";

    /// <summary>Where secrets live; empty: <c>~/.local/share/hearth</c> or what the system has in its place.</summary>
    public string DataDirectory { get; set; } = "";

    /// <summary>Origins besides the server's own host that may open /signal, such as <c>https://example.org</c>.</summary>
    public IList<string> AllowedOrigins { get; set; } = [];

    /// <summary>Addresses of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.</summary>
    public IList<string> TrustedProxies { get; set; } = [];

    public IceOptions Ice { get; set; } = new();

    public RoomsOptions Rooms { get; set; } = new();

    public SignalingOptions Signaling { get; set; } = new();

    public HttpOptions Http { get; set; } = new();

    public HttpsOptions Https { get; set; } = new();

    public OperatorOptions Operator { get; set; } = new();

    public OtlpOptions Otlp { get; set; } = new();
}

/// <summary>The section <c>Hearth:Operator</c>: who may look at the server from inside.</summary>
internal sealed class OperatorOptions
{
    /// <summary>What an operator shows to read <c>/metrics</c>; empty: one that is made and kept in the data directory.</summary>
    public string Token { get; set; } = "";

    /// <summary>An address of the operator's own, such as <c>http://127.0.0.1:9464</c>, where <c>/metrics</c> needs no token; empty: none.</summary>
    public string Url { get; set; } = "";
}

/// <summary>The section <c>Hearth:Otlp</c>: where metrics are sent (OpenTelemetry).</summary>
internal sealed class OtlpOptions
{
    /// <summary>The collector, such as <c>http://collector:4318</c>; empty: nothing is sent.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary><c>http/protobuf</c> or <c>grpc</c>.</summary>
    public string Protocol { get; set; } = "http/protobuf";

    /// <summary>What goes along with each request, as <c>name=value,name=value</c>; often a secret.</summary>
    public string Headers { get; set; } = "";

    /// <summary>How often.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(60);
}

/// <summary>The section <c>Hearth:Ice</c>.</summary>
internal sealed class IceOptions
{
    public IList<IceServerOptions> Servers { get; set; } = [];
}

/// <summary>One entry of <c>Hearth:Ice:Servers</c>, as in an RTCIceServer.</summary>
internal sealed class IceServerOptions
{
    public IList<string> Urls { get; set; } = [];

    public string? Username { get; set; }

    public string? Credential { get; set; }
}

/// <summary>The section <c>Hearth:Rooms</c>.</summary>
internal sealed class RoomsOptions
{
    /// <summary>Members in one room.</summary>
    public int Capacity { get; set; } = 16;

    /// <summary>Of a member's name, in Unicode code points.</summary>
    public int NameLength { get; set; } = 40;

    /// <summary>How long a place is kept after its connection was lost.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an empty room is kept.</summary>
    public TimeSpan EmptyExpiry { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long one may wait alone in a room.</summary>
    public TimeSpan AloneExpiry { get; set; } = TimeSpan.FromHours(6);

    /// <summary>An older token does not bring a place back after a restart.</summary>
    public TimeSpan TokenMaxAge { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Messages that wait for one member.</summary>
    public int MailboxMessages { get; set; } = 256;

    /// <summary>Bytes that wait for one member.</summary>
    public int MailboxBytes { get; set; } = 1024 * 1024;

    /// <summary>Rooms open at once that one address made.</summary>
    public int PerAddress { get; set; } = 100;

    /// <summary>Rooms open at once on this server.</summary>
    public int Total { get; set; } = 10_000;

    /// <summary>Rooms whose maker is remembered, so that nobody else gets an owner token; the oldest are forgotten first.</summary>
    public int Remembered { get; set; } = 200_000;

    /// <summary>Joins one address may make at once, and each second after that; a failed one costs five.</summary>
    public int EntryBurst { get; set; } = 60;

    public double EntriesPerSecond { get; set; } = 2;

    /// <summary>Changes of name or state one member may make at once, and each second after that.</summary>
    public int UpdateBurst { get; set; } = 20;

    public double UpdatesPerSecond { get; set; } = 5;
}

/// <summary>The section <c>Hearth:Signaling</c>.</summary>
internal sealed class SignalingOptions
{
    /// <summary>The largest message, in bytes.</summary>
    public int MessageBytes { get; set; } = 64 * 1024;

    /// <summary>A larger message than this ends the connection, in bytes.</summary>
    public int DiscardBytes { get; set; } = 1024 * 1024;

    /// <summary>Messages one connection may send at once, and each second after that.</summary>
    public int MessageBurst { get; set; } = 400;

    public int MessagesPerSecond { get; set; } = 100;

    /// <summary>A connection that sends nothing for this long is closed.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>A connection that has no place in a room for this long is closed.</summary>
    public TimeSpan JoinTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>A client that takes this long to read one message has lost its connection.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A connection over HTTP is told something at least so often: less than proxies wait.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Connections at once from one address.</summary>
    public int ConnectionsPerAddress { get; set; } = 200;

    /// <summary>Connections at once to this server.</summary>
    public int Connections { get; set; } = 10_000;
}

/// <summary>The section <c>Hearth:Http</c>.</summary>
internal sealed class HttpOptions
{
    /// <summary>Requests to /api one address may make at once, and each second after that.</summary>
    public int RequestBurst { get; set; } = 60;

    public double RequestsPerSecond { get; set; } = 5;
}
