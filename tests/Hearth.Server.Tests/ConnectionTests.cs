using System.Net.WebSockets;
using Hearth.Contracts.Signaling;

namespace Hearth.Server.Tests;

public sealed class ConnectionTests
{
    [Fact]
    public async Task SilentConnectionIsClosedAndItsPlaceKept()
    {
        await using TestServer server = await TestServer.StartAsync("Signaling:IdleTimeout=00:00:01.5");
        await using SignalClient anna = await server.JoinAsync("Anna");
        List<ServerMessage> rest = await anna.ReceiveRestAsync();

        Closing closing = Assert.IsType<Closing>(rest[^1]);
        Assert.Equal((ClosingReason.Idle, 0), (closing.Reason, closing.RetryAfterMs));
        await using SignalClient again = await server.ConnectAsync();
        Assert.False((await again.ResumeAsync(anna.Token, anna.LastSeq)).Fresh);
    }

    [Fact]
    public async Task ConnectionThatNeverJoinsIsClosed()
    {
        await using TestServer server = await TestServer.StartAsync("Signaling:JoinTimeout=00:00:00.3");
        await using SignalClient anna = await server.ConnectAsync();

        Closing closing = await anna.ReceiveAsync<Closing>();

        Assert.Equal((ClosingReason.Idle, null), (closing.Reason, closing.RetryAfterMs));
    }

    [Fact]
    public async Task MemberIsNotTakenForAConnectionThatNeverJoins()
    {
        await using TestServer server = await TestServer.StartAsync("Signaling:JoinTimeout=00:00:02");
        await using SignalClient anna = await server.JoinAsync("Anna");
        await using SignalClient lobby = await server.ConnectAsync();

        // It connected later, so by then the member's time to join is over too.
        await lobby.ReceiveAsync<Closing>();

        Assert.DoesNotContain(await anna.PingAsync(), message => message is Closing);
    }

    [Fact]
    public async Task DuplicateTabTakesThePlaceOverAndTheFirstIsTold()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using SignalClient bo = await server.JoinAsync("Bo");
        await using SignalClient anna = await server.JoinAsync("Anna");
        await bo.ReceiveAsync<TopologyChanged>();
        await using SignalClient tab = await server.ConnectAsync();

        await tab.ResumeAsync(anna.Token, anna.LastSeq);

        Assert.IsType<Replaced>((await anna.ReceiveRestAsync())[^1]);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, anna.CloseStatus);
        await bo.SignalAsync(anna.Id, "1");
        await tab.ReceiveAsync<RelayedSignal>();
        Assert.All(await bo.PingAsync(), message => Assert.IsType<ServerAck>(message));
    }

    [Fact]
    public async Task ReloadLeavesNoGhost()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using SignalClient bo = await server.JoinAsync("Bo");
        await using SignalClient anna = await server.JoinAsync("Anna");
        await bo.ReceiveAsync<MemberJoined>();

        await using SignalClient reloaded = await server.JoinAsync("Anna", resumeOf: anna.Token);

        Assert.Equal((anna.Id, LeaveReason.Replaced), Left(await bo.ReceiveAsync<MemberLeft>()));
        Member member = (await bo.ReceiveAsync<MemberJoined>()).Member;
        Assert.Equal((reloaded.Id, anna.Id), (member.Id, member.ResumeOf));
        Assert.Equal([reloaded.Id], (await bo.ReceiveAsync<TopologyChanged>()).Links);
    }

    [Fact]
    public async Task LeavingGivesAFinalAcknowledgementAndTheConnectionMayJoinAgain()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using SignalClient anna = await server.JoinAsync("Anna");

        await anna.SendAsync(new Leave { Seq = 2 });

        Assert.Equal(2, (await anna.ReceiveAsync<ServerAck>()).Seq);
        Joined joined = await anna.JoinAsync("Anna", "kitchen");
        Assert.Equal(("kitchen", 1L), (joined.Room.Id, joined.Seq));
    }

    [Fact]
    public async Task PagesOfOtherOriginsAreRefusedUnlessListed()
    {
        await using TestServer server = await TestServer.StartAsync("AllowedOrigins:0=https://friend.example");
        string own = server.Address.GetLeftPart(UriPartial.Authority);

        Assert.Equal(403, (await server.ConnectAsync("https://evil.example")).RefusedWith);
        Assert.Equal(403, (await server.ConnectAsync("null")).RefusedWith);
        Assert.Equal(403, (await server.ConnectAsync($"{own}0")).RefusedWith);
        Assert.Null((await server.ConnectAsync("https://friend.example")).RefusedWith);
        Assert.Null((await server.ConnectAsync(own)).RefusedWith);
        Assert.Null((await server.ConnectAsync()).RefusedWith);
    }

    [Fact]
    public async Task OneAddressOpensOnlySoManyConnections()
    {
        await using TestServer server = await TestServer.StartAsync("Signaling:ConnectionsPerAddress=2");
        await using SignalClient one = await server.ConnectAsync();
        await using SignalClient two = await server.ConnectAsync();

        Assert.Equal(429, (await server.ConnectAsync()).RefusedWith);
        one.Cut();

        await Eventually.IsTrueAsync(async () =>
        {
            await using SignalClient next = await server.ConnectAsync();
            return next.RefusedWith is null;
        });
    }

    [Fact]
    public async Task StoppingSaysThatTheServerRestartsAndClosesProperly()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using SignalClient anna = await server.JoinAsync("Anna");
        await using SignalClient lobby = await server.ConnectAsync();

        Task stopping = server.StopAsync();

        foreach (SignalClient client in (SignalClient[])[anna, lobby])
        {
            Closing closing = await client.ReceiveAsync<Closing>();
            Assert.Equal(ClosingReason.Restarting, closing.Reason);
            Assert.InRange(closing.RetryAfterMs!.Value, 500, 1500);
            await client.ReceiveRestAsync();
            Assert.Equal(WebSocketCloseStatus.NormalClosure, client.CloseStatus);
        }

        await stopping;
    }

    private static (string, LeaveReason) Left(MemberLeft left) => (left.Id, left.Reason);
}
