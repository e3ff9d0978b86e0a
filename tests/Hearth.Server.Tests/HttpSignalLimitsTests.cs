using System.Net;
using System.Net.Sockets;
using System.Text;
using Hearth.Contracts.Http;
using Hearth.Contracts.Signaling;

namespace Hearth.Server.Tests;

/// <summary>The bounds of connections over plain requests: the same as those of WebSockets, and those of requests.</summary>
public sealed class HttpSignalLimitsTests
{
    private const string Ping = """{"type":"ping"}""";

    [Theory]
    [InlineData("POST", "/signal/connections")]
    [InlineData("GET", "/signal/stream")]
    [InlineData("GET", "/signal/poll")]
    [InlineData("POST", "/signal/messages")]
    public async Task PagesOfOtherOriginsAreRefused(string method, string path)
    {
        await using TestServer server = await TestServer.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("Origin", "https://evil.example");

        using HttpResponseMessage answer = await server.Http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task PagesOfListedOriginsMayAskAndRead()
    {
        await using TestServer server = await TestServer.StartAsync("AllowedOrigins:0=https://friend.example");
        using var asking = new HttpRequestMessage(HttpMethod.Options, "/signal/messages");
        asking.Headers.Add("Origin", "https://friend.example");
        using var stranger = new HttpRequestMessage(HttpMethod.Options, "/signal/messages");
        stranger.Headers.Add("Origin", "https://evil.example");

        using HttpResponseMessage answer = await server.Http.SendAsync(asking, Cancellation);
        using HttpResponseMessage refusal = await server.Http.SendAsync(stranger, Cancellation);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("https://friend.example", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("Hearth-Batch", answer.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, refusal.StatusCode);
        Assert.False(refusal.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer ")]
    [InlineData("Bearer AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("Basic AAAA")]
    public async Task RequestWithoutASecretOfAConnectionIsRefused(string? authorization)
    {
        await using TestServer server = await TestServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/signal/stream");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);

        using HttpResponseMessage answer = await server.Http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("unknown-connection", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GuessingSecretsUsesUpTheRequestsOfAnAddress()
    {
        await using TestServer server = await TestServer.StartAsync("Http:RequestBurst=2", "Http:RequestsPerSecond=0.01");
        HttpStatusCode[] answers = new HttpStatusCode[3];
        for (int i = 0; i < answers.Length; i++)
        {
            using HttpResponseMessage answer = await server.Http.GetAsync(new Uri("/signal/poll", UriKind.Relative), Cancellation);
            answers[i] = answer.StatusCode;
        }

        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests], answers);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1")]
    [InlineData("""{"transport":"pigeon"}""")]
    [InlineData("""{"transport":7}""")]
    public async Task OpeningThatIsNotUnderstoodIsRefused(string body)
    {
        await using TestServer server = await TestServer.StartAsync();
        using var content = new StringContent(body);

        using HttpResponseMessage answer = await server.Http.PostAsync(
            new Uri("/signal/connections", UriKind.Relative), content, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task ConnectionsOfAllTransportsCountTogether()
    {
        await using TestServer server = await TestServer.StartAsync("Signaling:ConnectionsPerAddress=2");
        using HttpSignalClient one = await HttpSignalClient.OpenAsync(server);
        await using SignalClient two = await server.ConnectAsync();

        using HttpResponseMessage third = await HttpSignalClient.TryOpenAsync(server.Http, HttpTransport.HttpStream);
        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        Assert.Equal(429, (await server.ConnectAsync()).RefusedWith);

        await one.PostAsync(1, [], isLast: true);
        await Eventually.IsTrueAsync(async () =>
        {
            using HttpResponseMessage next = await HttpSignalClient.TryOpenAsync(server.Http, HttpTransport.HttpStream);
            return next.StatusCode == HttpStatusCode.Created;
        });
    }

    [Fact]
    public async Task OneStreamAtATime()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpSignalClient anna = await HttpSignalClient.OpenAsync(server);

        using HttpResponseMessage second = await anna.AskForStreamAsync();
        using HttpResponseMessage poll = await anna.PollAsync(1);

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (second.StatusCode, poll.StatusCode));
        await anna.PostAsync(1, Ping);
        await anna.ReceiveAsync<Pong>();
    }

    [Fact]
    public async Task MessageOverTheLimitIsAnsweredWithItsNumberAndTheConnectionLivesOn()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpSignalClient anna = await HttpSignalClient.OpenAsync(server);
        await anna.JoinAsync("Anna");

        await anna.PostAsync(2, $$"""{"type":"signal","seq":2,"to":"x","data":"{{new string('x', 64 * 1024)}}"}""", Ping);

        Error error = await anna.ReceiveAsync<Error>();
        Assert.Equal(("message-too-large", 2L), (error.Code, error.Re));
        await anna.ReceiveAsync<Pong>();
    }

    [Fact]
    public async Task BatchOverTheLimitsIsRefusedAndItsNumberIsStillFree()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpSignalClient anna = await HttpSignalClient.OpenAsync(server);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await anna.PostAsync(1, new byte[anna.Opened.BatchBytes + 1]));
        Assert.Equal(
            HttpStatusCode.RequestEntityTooLarge,
            await anna.PostAsync(1, [.. Enumerable.Repeat(Ping, anna.Opened.BatchMessages + 1)]));
        Assert.Equal(HttpStatusCode.NoContent, await anna.PostAsync(1, [.. Enumerable.Repeat(Ping, anna.Opened.BatchMessages)]));
        await anna.ReceiveAsync<Pong>();
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    [InlineData("9223372036854775807")]
    public async Task BatchWithoutANumberIsRefused(string number)
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpSignalClient anna = await HttpSignalClient.OpenAsync(server);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/signal/messages");
        request.Headers.Add("Authorization", $"Bearer {anna.Opened.Secret}");
        request.Headers.TryAddWithoutValidation("Hearth-Batch", number);

        using HttpResponseMessage answer = await server.Http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task TooManyMessagesAreAnsweredAndReadNoFasterThanTheRate()
    {
        await using TestServer server = await TestServer.StartAsync("Signaling:MessageBurst=5", "Signaling:MessagesPerSecond=100");
        using HttpSignalClient anna = await HttpSignalClient.OpenAsync(server);
        var time = System.Diagnostics.Stopwatch.StartNew();

        await anna.PostAsync(1, [.. Enumerable.Repeat(Ping, 50)]);

        Assert.Equal("rate-limited", (await anna.ReceiveAsync<Error>()).Code);
        Assert.InRange(time.ElapsedMilliseconds, 200, 10_000);
    }

    [Fact]
    public async Task MoreRequestsAtOnceThanAClientNeedsAreRefused()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpSignalClient anna = await HttpSignalClient.OpenAsync(server);

        Task<HttpStatusCode>[] early = [.. Enumerable.Range(2, 8).Select(number => anna.PostAsync(number, Ping))];
        Task<HttpStatusCode> refused = await Task.WhenAny(early);

        Assert.Equal(HttpStatusCode.TooManyRequests, await refused);
        await anna.PostAsync(1, [], isLast: true);
    }

    [Fact]
    public async Task SilentConnectionIsClosedAndItsPlaceKept()
    {
        await using TestServer server = await TestServer.StartAsync("Signaling:IdleTimeout=00:00:00.5");
        using HttpSignalClient anna = await HttpSignalClient.OpenAsync(server);
        await anna.JoinAsync("Anna");

        Closing closing = Assert.IsType<Closing>((await anna.ReceiveRestAsync())[^1]);

        Assert.Equal((ClosingReason.Idle, 0), (closing.Reason, closing.RetryAfterMs));
        await using SignalClient again = await server.ConnectAsync();
        Assert.False((await again.ResumeAsync(anna.Token, 1)).Fresh);
    }

    [Fact]
    public async Task ConnectionThatNobodyListensToEnds()
    {
        await using TestServer server = await TestServer.StartAsync("Signaling:SendTimeout=00:00:00.3");
        using HttpSignalClient anna = await HttpSignalClient.OpenAsync(server, HttpTransport.LongPolling);
        long number = 0;

        await Eventually.IsTrueAsync(async () => await anna.PostAsync(++number, Ping) == HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task WhoNeverReadsTheStreamLosesTheConnection()
    {
        await using TestServer server = await TestServer.StartAsync(
            "Signaling:SendTimeout=00:00:00.5", "Signaling:MessageBurst=1000000", "Http:RequestBurst=10000");
        using HttpSignalClient deaf = await HttpSignalClient.OpenAsync(server, null);
        using var stream = new TcpClient { ReceiveBufferSize = 4096 };
        await AskAsync(stream, server, $"GET /signal/stream HTTP/1.1\r\nAuthorization: Bearer {deaf.Opened.Secret}\r\n\r\n");
        string[] nonsense = [.. Enumerable.Repeat("nonsense", deaf.Opened.BatchMessages)];
        long number = 0;

        await Eventually.IsTrueAsync(async () => await deaf.PostAsync(++number, nonsense) == HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("POST /signal/connections HTTP/1.1\r\nContent-Length: 100\r\n\r\n{")]
    [InlineData("POST /signal/messages HTTP/1.1\r\nHearth-Batch: 1\r\nAuthorization: Bearer {0}\r\nContent-Length: 100\r\n\r\n{")]
    public async Task BodyThatComesTooSlowlyIsNotWaitedFor(string head)
    {
        await using TestServer server = await TestServer.StartAsync("Signaling:SendTimeout=00:00:00.5");
        using HttpSignalClient anna = await HttpSignalClient.OpenAsync(server);
        using var slow = new TcpClient();
        await AskAsync(slow, server, head.Replace("{0}", anna.Opened.Secret, StringComparison.Ordinal));

        byte[] answer = new byte[1024];
        int length = await slow.GetStream().ReadAsync(answer, Cancellation);

        Assert.StartsWith("HTTP/1.1 408 ", Encoding.ASCII.GetString(answer, 0, length), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, await anna.PostAsync(1, Ping));
    }

    [Fact]
    public async Task ThousandRandomBatchesChangeNothingForTheOthers()
    {
        await using TestServer server = await TestServer.StartAsync("Signaling:MessageBurst=100000", "Http:RequestBurst=10000");
        await using SignalClient anna = await server.JoinAsync("Anna");
        await using SignalClient bo = await server.JoinAsync("Bo");
        using HttpSignalClient hostile = await HttpSignalClient.OpenAsync(server);
        var random = new Random(1);
        for (int number = 1; number <= 1000; number++)
        {
            byte[] batch = new byte[random.Next(200)];
            random.NextBytes(batch);
            await hostile.PostAsync(number, batch);
        }

        await anna.SignalAsync(bo.Id, "\"unharmed\"");

        Assert.Equal("\"unharmed\"", Encoding.UTF8.GetString((await bo.ReceiveAsync<RelayedSignal>()).Data.Utf8.Span));
    }

    /// <summary>Sends a request as it stands there, with the host of the server.</summary>
    private static async Task AskAsync(TcpClient client, TestServer server, string request)
    {
        await client.ConnectAsync(server.Address.Host, server.Address.Port, Cancellation);
        int end = request.IndexOf('\n', StringComparison.Ordinal) + 1;
        string whole = $"{request[..end]}Host: {server.Address.Authority}\r\n{request[end..]}";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(whole), Cancellation);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
