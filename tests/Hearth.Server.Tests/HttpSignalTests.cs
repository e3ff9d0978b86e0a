using System.Net;
using System.Text;
using Hearth.Contracts.Http;
using Hearth.Contracts.Signaling;

namespace Hearth.Server.Tests;

/// <summary>The same connections over plain requests: what they carry, and in which order.</summary>
public sealed class HttpSignalTests
{
    private const string Ping = """{"type":"ping"}""";

    [Theory]
    [InlineData(HttpTransport.HttpStream)]
    [InlineData(HttpTransport.LongPolling)]
    public async Task MembersOnDifferentTransportsTalkToEachOther(HttpTransport transport)
    {
        await using TestServer server = await TestServer.StartAsync();
        await using SignalClient bo = await server.JoinAsync("Bo");
        using HttpSignalClient anna = await HttpSignalClient.OpenAsync(server, transport);

        Joined joined = await anna.JoinAsync("Anna");
        await anna.SignalAsync(bo.Id, "\"hello\"");
        Assert.Equal(bo.Id, Assert.Single(joined.Members).Id);
        RelayedSignal heard = await bo.ReceiveAsync<RelayedSignal>();
        await bo.SignalAsync(anna.Id, "\"hello to you\"");

        Assert.Equal((anna.Id, "\"hello\""), (heard.From, Encoding.UTF8.GetString(heard.Data.Utf8.Span)));
        Assert.Equal(bo.Id, (await anna.ReceiveAsync<RelayedSignal>()).From);
    }

    [Fact]
    public async Task StreamBeginsAtOnceAndTellsProxiesToLeaveItAlone()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpSignalClient anna = await HttpSignalClient.OpenAsync(server);

        Assert.Equal(":", await anna.ReceiveLineAsync());
        Assert.Equal("text/event-stream", anna.StreamType!.MediaType);
        Assert.Equal("no", anna.StreamHeaders.GetValues("X-Accel-Buffering").Single());
        Assert.True(anna.StreamHeaders.CacheControl is { NoStore: true, NoTransform: true });
    }

    [Theory]
    [InlineData(HttpTransport.HttpStream)]
    [InlineData(HttpTransport.LongPolling)]
    public async Task SilenceIsBrokenByHeartbeats(HttpTransport transport)
    {
        await using TestServer server = await TestServer.StartAsync("Signaling:Heartbeat=00:00:00.2");
        using HttpSignalClient anna = await HttpSignalClient.OpenAsync(server, transport);

        for (int beats = 0; beats < 4; beats++)
        {
            Assert.Equal(":", await anna.ReceiveLineAsync());
        }
    }

    [Fact]
    public async Task BatchesThatOvertakeEachOtherAreHandledInTheirOrder()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using SignalClient bo = await server.JoinAsync("Bo");
        using HttpSignalClient anna = await HttpSignalClient.OpenAsync(server);
        await anna.JoinAsync("Anna");

        Task<HttpStatusCode> second = anna.PostAsync(3, Say(bo, 3), Say(bo, 4));
        Task<HttpStatusCode> first = anna.PostAsync(2, Say(bo, 1), Say(bo, 2));

        Assert.Equal([HttpStatusCode.NoContent, HttpStatusCode.NoContent], await Task.WhenAll(first, second));
        for (int number = 1; number <= 4; number++)
        {
            Assert.Equal($"{number}", Encoding.UTF8.GetString((await bo.ReceiveAsync<RelayedSignal>()).Data.Utf8.Span));
        }
    }

    [Fact]
    public async Task BatchThatIsRepeatedIsHandledOnce()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using SignalClient bo = await server.JoinAsync("Bo");
        using HttpSignalClient anna = await HttpSignalClient.OpenAsync(server);
        await anna.JoinAsync("Anna");

        Assert.Equal(HttpStatusCode.NoContent, await anna.PostAsync(2, Say(bo, 1)));
        Assert.Equal(HttpStatusCode.NoContent, await anna.PostAsync(2, Say(bo, 1)));
        Assert.Equal(HttpStatusCode.NoContent, await anna.PostAsync(1, Say(bo, 1)));
        Assert.Equal(HttpStatusCode.NoContent, await anna.PostAsync(3, Say(bo, 2)));

        Assert.Equal("1", Encoding.UTF8.GetString((await bo.ReceiveAsync<RelayedSignal>()).Data.Utf8.Span));
        Assert.Equal("2", Encoding.UTF8.GetString((await bo.ReceiveAsync<RelayedSignal>()).Data.Utf8.Span));
    }

    [Fact]
    public async Task BatchAfterOneThatNeverCameIsRefused()
    {
        await using TestServer server = await TestServer.StartAsync("Signaling:SendTimeout=00:00:00.3");
        using HttpSignalClient anna = await HttpSignalClient.OpenAsync(server);

        Assert.Equal(HttpStatusCode.Conflict, await anna.PostAsync(2, Ping));
        Assert.Equal(HttpStatusCode.NoContent, await anna.PostAsync(1, Ping));
        await anna.ReceiveAsync<Pong>();
    }

    [Fact]
    public async Task PollThatIsRepeatedGetsTheSameAnswer()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpSignalClient anna = await HttpSignalClient.OpenAsync(server, HttpTransport.LongPolling);
        Task<HttpResponseMessage> waiting = anna.PollAsync(1);
        await anna.PostAsync(1, Ping);
        using HttpResponseMessage first = await waiting;
        await anna.PostAsync(2, Ping);
        using HttpResponseMessage again = await anna.PollAsync(1);
        using HttpResponseMessage next = await anna.PollAsync(2);
        using HttpResponseMessage skipping = await anna.PollAsync(4);
        using HttpResponseMessage old = await anna.PollAsync(1);

        string pong = "data: {\"type\":\"pong\"}\n\n";
        Assert.Equal(pong, await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(pong, await again.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(pong, await next.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (skipping.StatusCode, old.StatusCode));
    }

    [Fact]
    public async Task PollTakesThePlaceOfOneThatStillWaits()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpSignalClient anna = await HttpSignalClient.OpenAsync(server, HttpTransport.LongPolling);
        Task<HttpResponseMessage> first = anna.PollAsync(1);
        Task<HttpResponseMessage> second = anna.PollAsync(1);

        // Which of the two came last is not known; it is the one that is answered.
        Task<HttpResponseMessage> cut = await Task.WhenAny(first, second);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => cut);
        await anna.PostAsync(1, Ping);

        using HttpResponseMessage answer = await (cut == first ? second : first);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task LineBreaksInAMessageDoNotBreakItsEvent()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using SignalClient bo = await server.JoinAsync("Bo");
        using HttpSignalClient anna = await HttpSignalClient.OpenAsync(server);
        await anna.JoinAsync("Anna");

        await bo.SignalAsync(anna.Id, "{\r\n\"a\":\n[1,\n\n2]}");

        RelayedSignal heard = await anna.ReceiveAsync<RelayedSignal>();
        Assert.Equal("{  \"a\": [1,  2]}", Encoding.UTF8.GetString(heard.Data.Utf8.Span));
    }

    [Fact]
    public async Task ConnectionThatIsGivenUpEndsAtOnceAndItsPlaceIsKept()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpSignalClient anna = await HttpSignalClient.OpenAsync(server);
        await anna.JoinAsync("Anna");

        Assert.Equal(HttpStatusCode.NoContent, await anna.PostAsync(2, "{\"type\":\"ping\"}"u8.ToArray(), isLast: true));

        await anna.ReceiveRestAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await anna.PostAsync(3, Ping));
        await using SignalClient again = await server.ConnectAsync();
        Assert.False((await again.ResumeAsync(anna.Token, 1)).Fresh);
    }

    [Fact]
    public async Task LeavingInTheLastBatchIsHeard()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using SignalClient bo = await server.JoinAsync("Bo");
        using HttpSignalClient anna = await HttpSignalClient.OpenAsync(server);
        await anna.JoinAsync("Anna");

        await anna.PostAsync(2, """{"type":"leave","seq":2}"""u8.ToArray(), isLast: true);

        Assert.Equal(LeaveReason.Left, (await bo.ReceiveAsync<MemberLeft>()).Reason);
    }

    [Fact]
    public async Task LastBatchIsHeardAlsoWhenTheStreamIsGoneAlready()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using SignalClient bo = await server.JoinAsync("Bo");
        using HttpSignalClient anna = await HttpSignalClient.OpenAsync(server);
        await anna.JoinAsync("Anna");
        anna.CutStream();
        await bo.PingAsync();

        Assert.Equal(HttpStatusCode.NoContent, await anna.PostAsync(2, """{"type":"leave","seq":2}"""u8.ToArray(), isLast: true));

        Assert.Equal(LeaveReason.Left, (await bo.ReceiveAsync<MemberLeft>()).Reason);
    }

    [Fact]
    public async Task WebSocketTakesOverFromHttpAndNothingIsLostOrDoubled()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using SignalClient bo = await server.JoinAsync("Bo");
        using HttpSignalClient anna = await HttpSignalClient.OpenAsync(server);
        await anna.JoinAsync("Anna");
        await anna.SendAsync(new Signal(bo.Id, new RawJson("1"u8.ToArray())) { Seq = 2 });
        await bo.SignalAsync(anna.Id, "2");
        await bo.PingAsync();

        await using SignalClient socket = await server.ConnectAsync();
        Resumed resumed = await socket.ResumeAsync(anna.Token, 1);

        Assert.Equal((false, 2L), (resumed.Fresh, resumed.LastReceived));
        RelayedSignal again = await socket.ReceiveAsync<RelayedSignal>();
        Assert.Equal("2", Encoding.UTF8.GetString(again.Data.Utf8.Span));
        Assert.IsType<Replaced>((await anna.ReceiveRestAsync())[^1]);
    }

    [Theory]
    [InlineData(HttpTransport.HttpStream)]
    [InlineData(HttpTransport.LongPolling)]
    public async Task StoppingSaysThatTheServerRestarts(HttpTransport transport)
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpSignalClient anna = await HttpSignalClient.OpenAsync(server, transport);
        await anna.JoinAsync("Anna");
        Task<Closing> told = anna.ReceiveAsync<Closing>();

        Task stopping = server.StopAsync();

        Assert.Equal(ClosingReason.Restarting, (await told).Reason);
        await stopping;
    }

    [Fact]
    public async Task TransportsAndRefusalsAreCounted()
    {
        await using TestServer server = await TestServer.StartAsync("Operator:Token=a-token-of-the-operator");
        using HttpSignalClient stream = await HttpSignalClient.OpenAsync(server);
        using HttpSignalClient polls = await HttpSignalClient.OpenAsync(server, HttpTransport.LongPolling);
        using HttpResponseMessage refused = await stream.AskForStreamAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Add("Authorization", "Bearer a-token-of-the-operator");

        using HttpResponseMessage answer = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);

        string metrics = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("hearth_connections{transport=\"http-stream\"} 1", metrics, StringComparison.Ordinal);
        Assert.Contains("hearth_connections{transport=\"long-polling\"} 1", metrics, StringComparison.Ordinal);
        Assert.Contains("hearth_refusals_total{code=\"connection-busy\"} 1", metrics, StringComparison.Ordinal);
    }

    private static string Say(SignalClient to, int number) => $$"""{"type":"signal","to":"{{to.Id}}","data":{{number}}}""";
}
