using System.Net;
using System.Net.Http.Json;
using System.Text;
using Hearth.Contracts;
using Hearth.Contracts.Http;
using Hearth.Contracts.Signaling;

namespace Hearth.Server.Tests;

public sealed class HttpTests
{
    private static readonly (string Room, string Proof, string Verifier) Keyed = RoomKeys.From(new byte[16]);

    [Fact]
    public async Task KeyedRoomHasTheIdOfItsVerifier()
    {
        await using TestServer server = await TestServer.StartAsync();

        using HttpResponseMessage answer = await PostAsync(server, new CreateRoomRequest(Keyed.Verifier));

        CreatedRoom room = await ReadAsync<CreatedRoom>(answer);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal((Keyed.Room, RoomKind.Keyed), (room.Id, room.Kind));
        Assert.Equal($"{server.Address}r/{Keyed.Room}", room.Url);
        Assert.Equal($"/api/rooms/{Keyed.Room}", answer.Headers.Location?.OriginalString);
        Assert.Equal(43, room.OwnerToken.Length);
        using HttpResponseMessage again = await PostAsync(server, new CreateRoomRequest(Keyed.Verifier));
        Assert.Equal((HttpStatusCode.Conflict, "room-exists"), (again.StatusCode, (await ReadAsync<RequestRefusal>(again)).Code));
    }

    [Fact]
    public async Task NamedRoomHasItsNameOrARandomOne()
    {
        await using TestServer server = await TestServer.StartAsync();

        using HttpResponseMessage named = await PostAsync(server, new CreateRoomRequest(Name: "garden"));
        using HttpResponseMessage random = await PostAsync(server, new CreateRoomRequest());

        Assert.Equal(("garden", RoomKind.Named), Kind(await ReadAsync<CreatedRoom>(named)));
        Assert.Equal(RoomKind.Named, (await ReadAsync<CreatedRoom>(random)).Kind);
    }

    [Theory]
    [InlineData("{", "invalid-message")]
    [InlineData("null", "invalid-message")]
    [InlineData("""{"verifier":"short"}""", "invalid-message")]
    [InlineData("""{"name":"Garden!"}""", "invalid-room")]
    [InlineData("""{"name":"zoo-zoo-zoo-zoo"}""", "invalid-room")]
    public async Task RequestThatCannotBeDoneIsRefused(string body, string code)
    {
        await using TestServer server = await TestServer.StartAsync();

        using HttpResponseMessage answer = await server.Http.PostAsync(
            new Uri("/api/rooms", UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"), Cancellation);

        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.StatusCode, (await ReadAsync<RequestRefusal>(answer)).Code));
    }

    [Fact]
    public async Task LookingAtARoomTellsWhoIsInsideOnlyToThoseWhoMaySee()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using SignalClient anna = await server.ConnectAsync();
        await anna.JoinAsync("Anna", Keyed.Room, Keyed.Proof);
        await using SignalClient bo = await server.JoinAsync("Bo");

        RoomLookup named = await LookAsync(server, "garden");
        RoomLookup locked = await LookAsync(server, Keyed.Room);
        RoomLookup opened = await LookAsync(server, Keyed.Room, Keyed.Proof);
        RoomLookup wrong = await LookAsync(server, Keyed.Room, Keyed.Verifier);
        RoomLookup absent = await LookAsync(server, "kitchen");

        Assert.Equal((true, 1, "Bo"), (named.Exists, named.Count, Assert.Single(named.Members!)));
        Assert.Equal((true, RoomKind.Keyed, 1), (locked.Exists, locked.Kind, locked.Count));
        Assert.Null(locked.Members);
        Assert.Equal(["Anna"], opened.Members!);
        Assert.Null(wrong.Members);
        Assert.Equal((false, RoomKind.Named, 0), (absent.Exists, absent.Kind, absent.Count));
    }

    [Fact]
    public async Task LookUpsAndRoomsAreLimitedPerAddress()
    {
        await using TestServer server = await TestServer.StartAsync(
            "Http:RequestBurst=4", "Http:RequestsPerSecond=0.01", "Rooms:PerAddress=1");
        using HttpResponseMessage first = await PostAsync(server, new CreateRoomRequest());
        using HttpResponseMessage second = await PostAsync(server, new CreateRoomRequest());
        await LookAsync(server, "garden");
        using HttpResponseMessage bad = await GetAsync(server, "/api/rooms/Garden!");
        using HttpResponseMessage last = await GetAsync(server, "/api/rooms/garden");

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal((HttpStatusCode.TooManyRequests, "too-many-rooms"), (second.StatusCode, (await ReadAsync<RequestRefusal>(second)).Code));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid-room"), (bad.StatusCode, (await ReadAsync<RequestRefusal>(bad)).Code));
        Assert.Equal((HttpStatusCode.TooManyRequests, "rate-limited"), (last.StatusCode, (await ReadAsync<RequestRefusal>(last)).Code));
    }

    [Theory]
    [InlineData("/", 200)]
    [InlineData("/r/garden", 200)]
    [InlineData("/healthz", 200)]
    [InlineData("/api/rooms/garden", 200)]
    [InlineData("/api/rooms/Garden!", 400)]
    [InlineData("/signal", 426)]
    [InlineData("/nothing/here", 404)]
    [InlineData("/assets/", 404)]
    [InlineData("/assets/../../../etc/passwd", 404)]
    [InlineData("/..%2f..%2fetc%2fpasswd", 404)]
    public async Task EveryAnswerHasTheSameStrictHeaders(string path, int status)
    {
        await using TestServer server = await TestServer.StartAsync();

        using HttpResponseMessage answer = await GetAsync(server, path);

        Assert.Equal(status, (int)answer.StatusCode);
        string policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("require-trusted-types-for 'script'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("same-origin", answer.Headers.GetValues("Cross-Origin-Opener-Policy").Single());
        Assert.Contains("camera=(self)", answer.Headers.GetValues("Permissions-Policy").Single(), StringComparison.Ordinal);
        Assert.Empty(answer.Headers.Server);
    }

    [Fact]
    public async Task APageOnAnInsecureAddressGetsNoHeaderThatItsBrowserWouldReport()
    {
        await using TestServer server = await TestServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Host = "hearth.example";

        using HttpResponseMessage answer = await server.Http.SendAsync(request, Cancellation);

        Assert.False(answer.Headers.Contains("Cross-Origin-Opener-Policy"));
    }

    [Fact]
    public async Task RefusedOriginIsToldTheSetting()
    {
        await using TestServer server = await TestServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/signal");
        request.Headers.Add("Origin", "https://evil.example");
        request.Headers.Add("Connection", "Upgrade");
        request.Headers.Add("Upgrade", "websocket");
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==");

        using HttpResponseMessage answer = await server.Http.SendAsync(request, Cancellation);

        RequestRefusal refusal = await ReadAsync<RequestRefusal>(answer);
        Assert.Equal((HttpStatusCode.Forbidden, "origin-refused"), (answer.StatusCode, refusal.Code));
        Assert.Contains("Hearth:AllowedOrigins", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PagesOfOtherOriginsMakeNoRooms()
    {
        await using TestServer server = await TestServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/rooms");
        request.Headers.Add("Origin", "https://evil.example");

        using HttpResponseMessage answer = await server.Http.SendAsync(request, Cancellation);

        Assert.Equal((HttpStatusCode.Forbidden, "origin-refused"), (answer.StatusCode, (await ReadAsync<RequestRefusal>(answer)).Code));
    }

    [Fact]
    public async Task OnlyATrustedProxyMaySayWhoAsks()
    {
        string[] strict = ["Http:RequestBurst=1", "Http:RequestsPerSecond=0.01"];
        await using TestServer behind = await TestServer.StartAsync([.. strict, "TrustedProxies:0=127.0.0.0/8"]);
        await using TestServer open = await TestServer.StartAsync(strict);

        Assert.Equal(HttpStatusCode.OK, await AskForAsync(behind, "192.0.2.1"));
        Assert.Equal(HttpStatusCode.OK, await AskForAsync(behind, "192.0.2.2"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskForAsync(behind, "192.0.2.2"));
        Assert.Equal(HttpStatusCode.OK, await AskForAsync(open, "192.0.2.1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskForAsync(open, "192.0.2.2"));
    }

    private static async Task<HttpStatusCode> AskForAsync(TestServer server, string client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/rooms/garden");
        request.Headers.Add("X-Forwarded-For", client);
        using HttpResponseMessage answer = await server.Http.SendAsync(request, Cancellation);
        return answer.StatusCode;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static (string, RoomKind) Kind(CreatedRoom room) => (room.Id, room.Kind);

    private static Task<HttpResponseMessage> PostAsync(TestServer server, CreateRoomRequest request) =>
        server.Http.PostAsJsonAsync("/api/rooms", request, ContractsJson.Default.CreateRoomRequest, Cancellation);

    private static Task<HttpResponseMessage> GetAsync(TestServer server, string path) =>
        server.Http.GetAsync(new Uri(path, UriKind.Relative), Cancellation);

    private static async Task<RoomLookup> LookAsync(TestServer server, string room, string? proof = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/rooms/{room}");
        if (proof is not null)
        {
            request.Headers.Add("Hearth-Proof", proof);
        }

        using HttpResponseMessage answer = await server.Http.SendAsync(request, Cancellation);
        return await ReadAsync<RoomLookup>(answer);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer) =>
        (T)(await answer.Content.ReadFromJsonAsync(typeof(T), ContractsJson.Default, Cancellation))!;
}
