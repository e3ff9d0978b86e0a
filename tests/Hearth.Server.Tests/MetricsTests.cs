using System.Globalization;
using System.Net;
using Hearth.Contracts.Signaling;

namespace Hearth.Server.Tests;

/// <summary>What an operator sees of a running server, and who may see it.</summary>
public sealed class MetricsTests
{
    private const string Token = "a-token-of-the-operator";

    [Fact]
    public async Task StrangerIsRefusedAndToldWhereTheTokenIs()
    {
        await using TestServer server = await TestServer.StartAsync($"Operator:Token={Token}");

        foreach (string? authorization in new[] { null, "Bearer wrong", "Basic " + Token, "Bearer", Token })
        {
            using HttpResponseMessage answer = await AskAsync(server.Http, authorization);
            string body = await answer.Content.ReadAsStringAsync(Cancellation);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Contains("operator-token-needed", body, StringComparison.Ordinal);
            Assert.DoesNotContain(Token, body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task GuessingIsSlow()
    {
        await using TestServer server = await TestServer.StartAsync($"Operator:Token={Token}", "Http:RequestBurst=3", "Http:RequestsPerSecond=0.01");
        HttpStatusCode last = HttpStatusCode.OK;
        for (int guess = 0; guess < 4; guess++)
        {
            using HttpResponseMessage answer = await AskAsync(server.Http, $"Bearer guess-{guess}");
            last = answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    [Fact]
    public async Task RoomsMembersConnectionsAndMessagesAreCounted()
    {
        await using TestServer server = await TestServer.StartAsync($"Operator:Token={Token}");
        await using SignalClient anna = await server.JoinAsync("Anna");
        await using SignalClient bo = await server.JoinAsync("Bo");
        await anna.ReceiveAsync<MemberJoined>();
        await bo.SignalAsync(anna.Id, "1", seq: 2);
        await anna.ReceiveAsync<RelayedSignal>();
        await bo.SignalAsync("nobody", "1", seq: 3);
        await bo.ReceiveAsync<Error>();
        await using SignalClient visitor = await server.ConnectAsync();
        await visitor.SendAsync("{");
        await visitor.ReceiveAsync<Error>();

        Dictionary<string, double> metrics = await ReadAsync(server.Http);

        Assert.Equal(1, metrics["hearth_rooms"]);
        Assert.Equal(2, metrics["hearth_members"]);
        Assert.Equal(3, metrics["hearth_connections{transport=\"websocket\"}"]);
        Assert.Equal(2, metrics["hearth_joins_total"]);
        Assert.Equal(1, metrics["hearth_signals_total"]);
        Assert.Equal(1, metrics["hearth_refusals_total{code=\"unknown-member\"}"]);
        Assert.Equal(1, metrics["hearth_refusals_total{code=\"invalid-json\"}"]);
        Assert.Equal(5, metrics["hearth_messages_received_total"]);
        Assert.True(metrics["hearth_messages_sent_total"] >= 5);
        Assert.True(metrics["hearth_messages_received_size_bytes_total"] > 0);
    }

    [Fact]
    public async Task ResumesAndOverflowsAreCounted()
    {
        await using TestServer server = await TestServer.StartAsync($"Operator:Token={Token}", "Rooms:MailboxMessages=16");
        await using SignalClient slow = await server.JoinAsync("Slow");
        await using SignalClient again = await server.ConnectAsync();
        await again.ResumeAsync(slow.Token, slow.LastSeq);

        // Nobody acknowledges the answers.
        for (int count = 0; count < 17; count++)
        {
            await again.SignalAsync("nobody", "1");
        }

        await again.ReceiveRestAsync();
        Dictionary<string, double> metrics = await ReadAsync(server.Http);
        Assert.Equal(1, metrics["hearth_resumes_total{fresh=\"false\"}"]);
        Assert.Equal(1, metrics["hearth_mailbox_overflows_total"]);
    }

    [Fact]
    public async Task NoRoomNameOrAddressIsInTheMetrics()
    {
        await using TestServer server = await TestServer.StartAsync($"Operator:Token={Token}");
        await using SignalClient anna = await server.JoinAsync("Annabella", "hidden-garden");

        using HttpResponseMessage answer = await AskAsync(server.Http, $"Bearer {Token}");
        string text = await answer.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("# TYPE hearth_rooms gauge", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE hearth_joins_total counter", text, StringComparison.Ordinal);
        Assert.Contains("dotnet_gc_last_collection_heap_size_bytes", text, StringComparison.Ordinal);
        Assert.All(
            ["Annabella", "hidden-garden", "127.0.0.1", anna.Id],
            secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task OperatorHasAnAddressWithoutAToken()
    {
        await using TestServer server = await TestServer.StartAsync("Operator:Url=http://127.0.0.1:0");
        using var http = new HttpClient { BaseAddress = server.OperatorAddress };

        using HttpResponseMessage answer = await AskAsync(http, null);
        using HttpResponseMessage room = await http.GetAsync(new Uri("/api/rooms/garden", UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, room.StatusCode);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<HttpResponseMessage> AskAsync(HttpClient http, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await http.SendAsync(request, Cancellation);
    }

    private static async Task<Dictionary<string, double>> ReadAsync(HttpClient http)
    {
        using HttpResponseMessage answer = await AskAsync(http, $"Bearer {Token}");
        string text = await answer.Content.ReadAsStringAsync(Cancellation);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#')
            .Select(line => line.Split(' '))
            .ToDictionary(parts => parts[0], parts => double.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
