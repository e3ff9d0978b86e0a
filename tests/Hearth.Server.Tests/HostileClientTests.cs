using System.Net.WebSockets;
using System.Text;
using Hearth.Contracts.Signaling;

namespace Hearth.Server.Tests;

public sealed class HostileClientTests
{
    private static readonly string[] Parts =
    [
        "{", "}", "\"type\"", ":", ",", "\"signal\"", "\"join\"", "\"resume\"", "\"update\"", "\"leave\"", "\"ack\"",
        "\"seq\"", "\"to\"", "\"data\"", "\"token\"", "\"lastSeq\"", "\"name\"", "\"room\"", "\"garden\"", "[", "]",
        "null", "true", "-1", "1", "9007199254740993", "1e309", "\"\\ud800\"", "\"\\u0000\"", " ", "\"server\"",
    ];

    [Fact]
    public async Task ThousandRandomFramesChangeNothingForTheOthers()
    {
        await using TestServer server = await TestServer.StartAsync("Signaling:MessageBurst=2000");
        await using SignalClient anna = await server.JoinAsync("Anna");
        await using SignalClient bo = await server.JoinAsync("Bo");
        await anna.PingAsync();
        await bo.PingAsync();
        var random = new Random(1);
        int sent = 0;
        while (sent < 1000)
        {
            await using SignalClient hostile = await server.ConnectAsync();
            sent += await SendRandomFramesAsync(hostile, random, 1000 - sent);
        }

        await anna.SignalAsync(bo.Id, "\"unharmed\"");

        Assert.Equal("\"unharmed\"", Encoding.UTF8.GetString((await bo.ReceiveAsync<RelayedSignal>()).Data.Utf8.Span));
        List<ServerMessage> seen = await anna.PingAsync();
        Assert.All(seen, message => Assert.IsType<ServerAck>(message));
    }

    [Fact]
    public async Task ThousandRandomFramesOfAMemberChangeNothingForTheOthers()
    {
        await using TestServer server = await TestServer.StartAsync("Signaling:MessageBurst=2000");
        await using SignalClient anna = await server.JoinAsync("Anna");
        await using SignalClient bo = await server.JoinAsync("Bo");
        var random = new Random(2);
        int sent = 0;
        while (sent < 1000)
        {
            await using SignalClient hostile = await server.JoinAsync("Hostile");
            sent += await SendRandomFramesAsync(hostile, random, 1000 - sent);
        }

        await anna.SignalAsync(bo.Id, "\"unharmed\"");

        Assert.Equal("\"unharmed\"", Encoding.UTF8.GetString((await bo.ReceiveAsync<RelayedSignal>()).Data.Utf8.Span));
    }

    [Fact]
    public async Task WhoNeverReadsLosesTheConnectionAndNothingElseHappens()
    {
        await using TestServer server = await TestServer.StartAsync(
            "Signaling:SendTimeout=00:00:00.2", "Rooms:Grace=00:00:00.2");
        await using SignalClient anna = await server.JoinAsync("Anna");
        await using SignalClient deaf = await server.JoinAsync("Deaf");
        await anna.ReceiveAsync<MemberJoined>();
        string large = $"\"{new string('x', 60_000)}\"";

        for (int i = 0; i < 9; i++)
        {
            await anna.SignalAsync(deaf.Id, large);
        }

        for (int i = 0; i < 300; i++)
        {
            await deaf.SignalAsync("nobody", "1");
        }

        MemberLeft left;
        do
        {
            left = await anna.ReceiveAsync<MemberLeft>();
        }
        while (left.Id != deaf.Id);

        Assert.Contains(left.Reason, new[] { LeaveReason.TooSlow, LeaveReason.TimedOut });
        await anna.PingAsync();
    }

    /// <summary>Stops when the server has had enough.</summary>
    private static async Task<int> SendRandomFramesAsync(SignalClient hostile, Random random, int count)
    {
        Task reading = DrainAsync(hostile);
        int sent = 0;
        try
        {
            while (sent < count && !reading.IsCompleted)
            {
                bool isText = random.Next(2) == 0;
                byte[] frame = isText ? RandomText(random) : RandomBytes(random);
                await hostile.SendAsync(frame, isText ? WebSocketMessageType.Text : WebSocketMessageType.Binary);
                sent++;
            }
        }
        catch (Exception e) when (e is WebSocketException or InvalidOperationException)
        {
            // Closed.
        }

        hostile.Cut();
        await reading;
        return Math.Max(sent, 1);
    }

    private static async Task DrainAsync(SignalClient client)
    {
        while (await client.ReceiveFrameAsync() is not null)
        {
        }
    }

    private static byte[] RandomBytes(Random random)
    {
        byte[] frame = new byte[random.Next(200)];
        random.NextBytes(frame);
        return frame;
    }

    private static byte[] RandomText(Random random) => Encoding.UTF8.GetBytes(
        string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => Parts[random.Next(Parts.Length)])));
}
