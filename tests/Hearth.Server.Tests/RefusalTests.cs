using System.Net.WebSockets;
using System.Text;
using Hearth.Contracts.Signaling;

namespace Hearth.Server.Tests;

/// <summary>Each refusal has its code, and the connection and everybody else's live on.</summary>
public sealed class RefusalTests
{
    private static readonly (string Room, string Proof, string Verifier) Keyed = RoomKeys.From(new byte[16]);
    private static readonly (string Room, string Proof, string Verifier) Other = RoomKeys.From([1, .. new byte[15]]);

    [Theory]
    [InlineData("hello", "invalid-json")]
    [InlineData("", "invalid-json")]
    [InlineData("[]", "invalid-message")]
    [InlineData("""{"type":"dance"}""", "unknown-type")]
    [InlineData("""{"type":"update"}""", "not-joined")]
    [InlineData("""{"type":"leave"}""", "not-joined")]
    [InlineData("""{"type":"signal","to":"x","data":1}""", "not-joined")]
    [InlineData("""{"type":"join","protocol":1,"room":"garden"}""", "invalid-message")]
    [InlineData("""{"type":"join","protocol":2,"room":"garden","name":"Anna"}""", "unsupported-protocol")]
    [InlineData("""{"type":"join","protocol":1,"room":"Garden!","name":"Anna"}""", "invalid-room")]
    [InlineData("""{"type":"join","protocol":1,"room":"garden","name":" "}""", "invalid-name")]
    [InlineData("""{"type":"join","protocol":1,"room":"garden","name":"\u202eAnna"}""", "invalid-name")]
    [InlineData("""{"type":"join","protocol":1,"room":"zoo-zoo-zoo-zoo","name":"Anna"}""", "key-required")]
    [InlineData("""{"type":"join","protocol":1,"room":"zoo-zoo-zoo-zoo","name":"Anna","proof":"AAAA"}""", "wrong-proof")]
    [InlineData("""{"type":"resume","token":"AAAA","lastSeq":0}""", "invalid-token")]
    public async Task ConnectionWithoutAPlaceIsToldAndLivesOn(string frame, string code)
    {
        await using TestServer server = await TestServer.StartAsync();
        await using SignalClient client = await server.ConnectAsync();

        await client.SendAsync(frame);

        Error error = await client.ReceiveAsync<Error>();
        Assert.Equal((code, null), (error.Code, error.Seq));
        Assert.Empty(await client.PingAsync());
        await client.JoinAsync("Anna");
    }

    [Theory]
    [InlineData("hello", "invalid-json", null)]
    [InlineData("""{"type":"dance","seq":2}""", "unknown-type", 2L)]
    [InlineData("""{"type":"update","seq":2,"name":7}""", "invalid-message", 2L)]
    [InlineData("""{"type":"update","seq":2,"name":"a\nb"}""", "invalid-name", 2L)]
    [InlineData("""{"type":"signal","seq":2,"to":"stranger","data":1}""", "unknown-member", 2L)]
    [InlineData("""{"type":"signal","seq":2,"to":"server","data":1}""", "unknown-member", 2L)]
    [InlineData("""{"type":"signal","seq":9,"to":"stranger","data":1}""", "invalid-sequence", 9L)]
    [InlineData("""{"type":"join","seq":2,"protocol":1,"room":"garden","name":"Anna"}""", "already-joined", 2L)]
    [InlineData("""{"type":"resume","token":"AAAA","lastSeq":0}""", "already-joined", null)]
    public async Task MemberIsToldAndEverybodyLivesOn(string frame, string code, long? re)
    {
        await using TestServer server = await TestServer.StartAsync();
        await using SignalClient bo = await server.JoinAsync("Bo");
        await using SignalClient anna = await server.JoinAsync("Anna");
        await bo.PingAsync();

        await anna.SendAsync(frame);

        Error error = await anna.ReceiveAsync<Error>();
        Assert.Equal((code, re), (error.Code, error.Re));
        Assert.Equal(2, error.Seq);
        await anna.PingAsync();
        Assert.Empty(Without<ServerAck>(await bo.PingAsync()));
        await anna.SignalAsync(bo.Id, "\"still here\"");
        await bo.ReceiveAsync<RelayedSignal>();
    }

    [Fact]
    public async Task SignalToOneselfIsRefused()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using SignalClient anna = await server.JoinAsync("Anna");

        await anna.SignalAsync(anna.Id, "1");

        Assert.Equal("signal-to-self", (await anna.ReceiveAsync<Error>()).Code);
    }

    [Fact]
    public async Task InvalidUtf8InABinaryFrameIsAnswered()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using SignalClient anna = await server.JoinAsync("Anna");

        await anna.SendAsync(Encoding.Latin1.GetBytes("{\"type\":\"ping\",\"x\":\"\u00ff\"}"), WebSocketMessageType.Binary);

        Assert.Equal("invalid-utf8", (await anna.ReceiveAsync<Error>()).Code);
        await anna.PingAsync();
    }

    [Fact]
    public async Task InvalidUtf8InATextFrameEndsTheConnectionAndThePlaceCanBeResumed()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using SignalClient anna = await server.JoinAsync("Anna");

        await anna.SendAsync(new byte[] { 0xff, 0xfe });
        Assert.Empty(Without<ServerAck>(await anna.ReceiveRestAsync()));

        Assert.Equal(WebSocketCloseStatus.InvalidPayloadData, anna.CloseStatus);
        await using SignalClient again = await server.ConnectAsync();
        Assert.False((await again.ResumeAsync(anna.Token, anna.LastSeq)).Fresh);
    }

    [Fact]
    public async Task MessageOverTheLimitIsAnsweredWithItsNumberAndTheConnectionLivesOn()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using SignalClient bo = await server.JoinAsync("Bo");
        await using SignalClient anna = await server.JoinAsync("Anna");
        string large = new('x', 64 * 1024);

        await anna.SignalAsync(bo.Id, $"\"{large}\"", seq: 2);
        await anna.SendAsync($$"""{"type":"signal","to":"{{bo.Id}}","data":"{{large}}"}""");
        await anna.SignalAsync(bo.Id, "\"small\"", seq: 4);

        Error first = await anna.ReceiveAsync<Error>();
        Error second = await anna.ReceiveAsync<Error>();
        Assert.Equal(("message-too-large", 2L), (first.Code, first.Re));
        Assert.Equal(("message-too-large", 3L), (second.Code, second.Re));
        Assert.Equal("\"small\"", Encoding.UTF8.GetString((await bo.ReceiveAsync<RelayedSignal>()).Data.Utf8.Span));
    }

    [Fact]
    public async Task MessageOfExactlyTheLimitArrives()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using SignalClient bo = await server.JoinAsync("Bo");
        await using SignalClient anna = await server.JoinAsync("Anna");
        string head = $$"""{"type":"signal","seq":2,"to":"{{bo.Id}}","data":""";
        string data = "\"" + new string('x', (64 * 1024) - head.Length - 3) + "\"";

        await anna.SendAsync(head + data + "}");

        Assert.Equal(data, Encoding.UTF8.GetString((await bo.ReceiveAsync<RelayedSignal>()).Data.Utf8.Span));
    }

    [Fact]
    public async Task MessageWithoutEndClosesTheConnection()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using SignalClient anna = await server.JoinAsync("Anna");

        await anna.SendAsync(new byte[1536 * 1024], WebSocketMessageType.Binary);
        await anna.ReceiveRestAsync();

        Assert.Equal(WebSocketCloseStatus.MessageTooBig, anna.CloseStatus);
    }

    [Fact]
    public async Task DataArrivesAsTheBytesItWasSentIn()
    {
        const string Data = """{ "b":1.50 , "a":[ "\u0041\/ü" ,1e3,-0 ],"b":2 }""";
        await using TestServer server = await TestServer.StartAsync();
        await using SignalClient bo = await server.JoinAsync("Bo");
        await using SignalClient anna = await server.JoinAsync("Anna");
        await bo.PingAsync();

        await anna.SendAsync($$"""{"data":{{Data}},"to":"{{bo.Id}}","type":"signal"}""");

        ReadOnlyMemory<byte>? frame = await bo.ReceiveFrameAsync();
        Assert.Contains(Data, Encoding.UTF8.GetString(frame!.Value.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeyedRoomOpensForItsProofOnly()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using SignalClient anna = await server.ConnectAsync();
        await using SignalClient stranger = await server.ConnectAsync();

        Joined joined = await anna.JoinAsync("Anna", Keyed.Room, Keyed.Proof);
        await stranger.SendAsync(new Join(1, Keyed.Room, "Stranger", Other.Proof));

        Assert.Equal((Keyed.Room, RoomKind.Keyed), (joined.Room.Id, joined.Room.Kind));
        Assert.Equal("wrong-proof", (await stranger.ReceiveAsync<Error>()).Code);
        Assert.Empty(Without<ServerAck>(await anna.PingAsync()));
    }

    [Fact]
    public async Task FullRoomTakesNobodyElse()
    {
        await using TestServer server = await TestServer.StartAsync("Rooms:Capacity=1");
        await using SignalClient anna = await server.JoinAsync("Anna");
        await using SignalClient bo = await server.ConnectAsync();

        await bo.SendAsync(new Join(1, "garden", "Bo") { Seq = 1 });

        Error error = await bo.ReceiveAsync<Error>();
        Assert.Equal(("room-full", 1L), (error.Code, error.Re));
        await bo.JoinAsync("Bo", "kitchen");
    }

    [Fact]
    public async Task TooManyMessagesAreAnsweredWithTheirNumbersAndOthersNoticeNothing()
    {
        await using TestServer server = await TestServer.StartAsync("Signaling:MessageBurst=20", "Signaling:MessagesPerSecond=50");
        await using SignalClient bo = await server.JoinAsync("Bo");
        await using SignalClient anna = await server.JoinAsync("Anna");

        for (int seq = 2; seq <= 40; seq++)
        {
            await anna.SignalAsync(bo.Id, $"{seq}", seq);
        }

        Error error = await anna.ReceiveAsync<Error>();
        Assert.Equal("rate-limited", error.Code);
        Assert.InRange(error.Re!.Value, 20, 40);
        await bo.PingAsync();
    }

    [Fact]
    public async Task MailboxThatOverflowsDropsItsOwnerAndAnswersTheSenders()
    {
        await using TestServer server = await TestServer.StartAsync(
            "Rooms:MailboxMessages=16", "Signaling:MessageBurst=1000");
        await using SignalClient slow = await server.JoinAsync("Slow");
        await using SignalClient anna = await server.JoinAsync("Anna");
        await anna.SignalAsync(slow.Id, "1");
        await anna.PingAsync();
        for (int i = 0; i < 16; i++)
        {
            await slow.SignalAsync("nobody", "1");
        }

        List<ServerMessage> rest = await slow.ReceiveRestAsync();

        Closing closing = Assert.IsType<Closing>(rest[^1]);
        Assert.Equal((ClosingReason.TooSlow, null), (closing.Reason, closing.RetryAfterMs));
        Assert.Equal("peer-unreachable", (await anna.ReceiveAsync<Error>()).Code);
        Assert.Equal(LeaveReason.TooSlow, (await anna.ReceiveAsync<MemberLeft>()).Reason);
    }

    [Fact]
    public async Task WrongProofsAndTokensAreSoonTriedNoMore()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using SignalClient client = await server.ConnectAsync();
        HashSet<string> codes = [];
        for (int i = 0; i < 20; i++)
        {
            await client.SendAsync(new Resume("AAAA", 0));
            codes.Add((await client.ReceiveAsync<Error>()).Code);
        }

        Assert.Equal(["invalid-token", "rate-limited"], codes.Order(StringComparer.Ordinal));
        await client.SendAsync(new Join(1, "garden", "Anna"));
        Assert.Equal("rate-limited", (await client.ReceiveAsync<Error>()).Code);
    }

    [Fact]
    public async Task OneAddressMakesOnlySoManyRooms()
    {
        await using TestServer server = await TestServer.StartAsync("Rooms:PerAddress=2");
        await using SignalClient anna = await server.JoinAsync("Anna", "one");
        await using SignalClient bo = await server.JoinAsync("Bo", "two");
        await using SignalClient cleo = await server.ConnectAsync();

        await cleo.SendAsync(new Join(1, "three", "Cleo"));

        Assert.Equal("too-many-rooms", (await cleo.ReceiveAsync<Error>()).Code);
        await cleo.JoinAsync("Cleo", "two");
    }

    private static List<ServerMessage> Without<T>(IEnumerable<ServerMessage> messages) =>
        [.. messages.Where(message => message is not T)];
}
