using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Hearth.Contracts;
using Hearth.Contracts.Http;
using Hearth.Contracts.Signaling;

namespace Hearth.Server.Tests;

/// <summary>Locking, knocking, removing and closing over real sockets, with the token that only the maker got.</summary>
public sealed class OwnerTests
{
    private const string Attempt = "AAECAwQFBgcICQoLDA0ODw";
    private static readonly (string Room, string Proof, string Verifier) Keyed = RoomKeys.From(new byte[16]);

    [Fact]
    public async Task OwnerLocksTheRoomAndLetsSomebodyInWhoKnocks()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using SignalClient anna = await server.ConnectAsync();
        await anna.SendAsync(await OwnAsync(server));
        Joined joined = await anna.ReceiveAsync<Joined>();
        Assert.Equal((false, true), (joined.Room.Locked, joined.Room.Owned));
        await anna.SendAsync(new LockRoom(Locked: true) { Seq = 2 });
        Assert.True((await anna.ReceiveAsync<RoomUpdated>()).Room.Locked);

        await using SignalClient bo = await server.ConnectAsync();
        await bo.SendAsync(Guest("Bo"));
        Assert.InRange((await bo.ReceiveAsync<Knocking>()).WaitMs, 290_000, 300_000);
        Knock knock = await anna.ReceiveAsync<Knock>();
        RoomLookup look = await LookAsync(server);
        await anna.SendAsync(new AdmitKnock(knock.Id, LetIn: true) { Seq = 3 });

        Assert.Equal((true, true, 0), (look.Exists, look.Locked, look.Count));
        Assert.Empty(look.Members!);
        Assert.Equal(anna.Id, Assert.Single((await bo.ReceiveAsync<Joined>()).Members).Id);
        Assert.Equal(bo.Id, (await anna.ReceiveAsync<MemberJoined>()).Member.Id);
        await bo.SignalAsync(anna.Id, "\"thanks\"", seq: 2);
        await anna.ReceiveAsync<RelayedSignal>();
    }

    [Fact]
    public async Task WhoIsRefusedMayAskForSomethingElse()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using SignalClient anna = await LockedAsync(server);
        await using SignalClient bo = await server.ConnectAsync();
        await bo.SendAsync(Guest("Bo"));
        Knock knock = await anna.ReceiveAsync<Knock>();

        await anna.SendAsync(new AdmitKnock(knock.Id, LetIn: false));

        Assert.Equal("not-let-in", (await bo.ReceiveAsync<Error>()).Code);
        Assert.Equal(knock.Id, (await anna.ReceiveAsync<KnockEnded>()).Id);
        await bo.JoinAsync("Bo", "kitchen");
    }

    [Fact]
    public async Task KnockOfALostConnectionEnds()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using SignalClient anna = await LockedAsync(server);
        await using SignalClient bo = await server.ConnectAsync();
        await bo.SendAsync(Guest("Bo"));
        Knock knock = await anna.ReceiveAsync<Knock>();

        bo.Cut();

        Assert.Equal(knock.Id, (await anna.ReceiveAsync<KnockEnded>()).Id);
    }

    [Fact]
    public async Task RemovedPersonIsTurnedAwayByItsIdentity()
    {
        await using TestServer server = await TestServer.StartAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using SignalClient anna = await server.ConnectAsync();
        await anna.SendAsync(await OwnAsync(server));
        await anna.ReceiveAsync<Joined>();
        await using SignalClient bo = await server.ConnectAsync();
        await bo.SendAsync(Guest("Bo") with { Attempt = Attempt, Identity = Sign(key, Attempt) });
        await bo.ReceiveAsync<Joined>();

        await anna.SendAsync(new RemoveMember(bo.Id));

        Assert.Equal(ClosingReason.Removed, (await bo.ReceiveAsync<Closing>()).Reason);
        await bo.ReceiveRestAsync();
        await using SignalClient again = await server.ConnectAsync();
        await again.SendAsync(new Resume(bo.Token, 0));
        Assert.Equal("removed", (await again.ReceiveAsync<Error>()).Code);
        const string Other = "AAECAwQFBgcICQoLDA0OEA";
        await again.SendAsync(Guest("Bob") with { Attempt = Other, Identity = Sign(key, Other) });
        Assert.Equal("barred", (await again.ReceiveAsync<Error>()).Code);
        Assert.Equal(LeaveReason.Removed, (await anna.ReceiveAsync<MemberLeft>()).Reason);
    }

    [Fact]
    public async Task IdentityThatDidNotSignIsRefusedAndTheConnectionLivesOn()
    {
        await using TestServer server = await TestServer.StartAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using SignalClient bo = await server.ConnectAsync();

        await bo.SendAsync(Guest("Bo") with { Attempt = "AAECAwQFBgcICQoLDA0OEA", Identity = Sign(key, Attempt) });
        Assert.Equal("invalid-identity", (await bo.ReceiveAsync<Error>()).Code);
        await bo.SendAsync(Guest("Bo") with { Identity = new JoinIdentity(new string('A', 60_000), "") });

        Assert.Equal("invalid-identity", (await bo.ReceiveAsync<Error>()).Code);
        await bo.JoinAsync("Bo", "kitchen");
    }

    [Fact]
    public async Task ClosedRoomIsOverForEverybodyAndOpensAgainByItsLink()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using SignalClient anna = await LockedAsync(server);
        await using SignalClient bo = await server.ConnectAsync();
        await bo.SendAsync(Guest("Bo"));
        await anna.SendAsync(new AdmitKnock((await anna.ReceiveAsync<Knock>()).Id, LetIn: true));
        await bo.ReceiveAsync<Joined>();

        await anna.SendAsync(new CloseRoom());

        Assert.Equal(ClosingReason.ClosedByOwner, (await bo.ReceiveAsync<Closing>()).Reason);
        Assert.Equal(ClosingReason.ClosedByOwner, (await anna.ReceiveAsync<Closing>()).Reason);
        await bo.ReceiveRestAsync();
        await using SignalClient again = await server.ConnectAsync();
        await again.SendAsync(new Resume(bo.Token, bo.LastSeq));
        Assert.Equal("closed-by-owner", (await again.ReceiveAsync<Error>()).Code);
        await again.SendAsync(Guest("Bo"));
        Assert.Empty((await again.ReceiveAsync<Joined>()).Members);
    }

    [Fact]
    public async Task WrongOwnerTokenMakesAGuestAndCosts()
    {
        await using TestServer server = await TestServer.StartAsync("Rooms:EntryBurst=7", "Rooms:EntriesPerSecond=0.01");
        await using SignalClient bo = await server.ConnectAsync();

        await bo.SendAsync(new Join(1, "garden", "Bo", OwnerToken: new string('A', 43)));

        Assert.False((await bo.ReceiveAsync<Joined>()).Room.Owned);
        await bo.SendAsync(new LockRoom(Locked: true));
        Assert.Equal("not-owner", (await bo.ReceiveAsync<Error>()).Code);
        await using SignalClient cleo = await server.JoinAsync("Cleo");
        await using SignalClient dora = await server.ConnectAsync();
        await dora.SendAsync(new Join(1, "garden", "Dora"));
        Assert.Equal("rate-limited", (await dora.ReceiveAsync<Error>()).Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OwnerTokenIsHandedOutOnceAlsoWhenTheRoomIsOver(bool isKeyed)
    {
        await using TestServer server = await TestServer.StartAsync(
            "Rooms:EmptyExpiry=00:00:00.05", "Http:RequestBurst=1000000");
        CreateRoomRequest request = isKeyed ? new(Keyed.Verifier) : new(Name: "garden");
        string path = $"/api/rooms/{(isKeyed ? Keyed.Room : "garden")}";
        using HttpResponseMessage first = await PostAsync(server, request);
        await Eventually.IsTrueAsync(async () =>
            !(await server.Http.GetFromJsonAsync(path, ContractsJson.Default.RoomLookup, Cancellation))!.Exists);

        using HttpResponseMessage second = await PostAsync(server, request);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Conflict), (first.StatusCode, second.StatusCode));
        Assert.Equal("room-exists", (await second.Content.ReadFromJsonAsync(ContractsJson.Default.RequestRefusal, Cancellation))!.Code);
    }

    [Fact]
    public async Task OwnerTokenIsHandedOutOnceAlsoAfterARestartAndHoldsOn()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("hearth-owner-");
        try
        {
            Join owner;
            await using (TestServer first = await TestServer.StartAsync($"DataDirectory={folder.FullName}"))
            {
                owner = await OwnAsync(first);
            }

            await using TestServer second = await TestServer.StartAsync($"DataDirectory={folder.FullName}");
            using HttpResponseMessage again = await PostAsync(second, new CreateRoomRequest(Keyed.Verifier));
            await using SignalClient anna = await second.ConnectAsync();
            await anna.SendAsync(owner);

            Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
            Assert.True((await anna.ReceiveAsync<Joined>()).Room.Owned);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task NobodyGetsATokenThatCannotBeKept()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("hearth-owner-");
        try
        {
            await using TestServer server = await TestServer.StartAsync($"DataDirectory={folder.FullName}");
            Directory.CreateDirectory(Path.Combine(folder.FullName, "owned-rooms"));

            using HttpResponseMessage answer = await PostAsync(server, new CreateRoomRequest(Keyed.Verifier));

            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<HttpResponseMessage> PostAsync(TestServer server, CreateRoomRequest request) =>
        server.Http.PostAsJsonAsync("/api/rooms", request, ContractsJson.Default.CreateRoomRequest, Cancellation);

    /// <summary>A join of the room by whoever made it.</summary>
    private static async Task<Join> OwnAsync(TestServer server)
    {
        using HttpResponseMessage answer = await PostAsync(server, new CreateRoomRequest(Keyed.Verifier));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        CreatedRoom made = (await answer.Content.ReadFromJsonAsync(ContractsJson.Default.CreatedRoom, Cancellation))!;
        return Guest("Anna") with { OwnerToken = made.OwnerToken };
    }

    private static Join Guest(string name) => new(1, Keyed.Room, name, Keyed.Proof) { Seq = 1 };

    /// <summary>The owner, inside its locked room.</summary>
    private static async Task<SignalClient> LockedAsync(TestServer server)
    {
        SignalClient anna = await server.ConnectAsync();
        await anna.SendAsync(await OwnAsync(server));
        await anna.ReceiveAsync<Joined>();
        await anna.SendAsync(new LockRoom(Locked: true));
        await anna.ReceiveAsync<RoomUpdated>();
        return anna;
    }

    private static JoinIdentity Sign(ECDsa key, string attempt)
    {
        ECPoint point = key.ExportParameters(includePrivateParameters: false).Q;
        byte[] signed = [.. ((string[])["hearth/1 join", Keyed.Room, attempt]).SelectMany(
            field => (byte[])[0, 0, 0, (byte)field.Length, .. Encoding.ASCII.GetBytes(field)])];
        return new JoinIdentity(
            Base64Url.EncodeToString([4, .. point.X!, .. point.Y!]),
            Base64Url.EncodeToString(key.SignData(signed, HashAlgorithmName.SHA256)));
    }

    private static async Task<RoomLookup> LookAsync(TestServer server)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/rooms/{Keyed.Room}");
        request.Headers.Add("Hearth-Proof", Keyed.Proof);
        using HttpResponseMessage answer = await server.Http.SendAsync(request, Cancellation);
        return (await answer.Content.ReadFromJsonAsync(ContractsJson.Default.RoomLookup, Cancellation))!;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
