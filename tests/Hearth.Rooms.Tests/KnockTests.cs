using System.Net;
using Hearth.Contracts.Signaling;
using Hearth.Rooms.Limits;

namespace Hearth.Rooms.Tests;

/// <summary>A locked room: whoever comes waits outside, learns nothing, and the owner decides.</summary>
public sealed class KnockTests
{
    [Fact]
    public void WhoeverComesToALockedRoomWaitsAndLearnsNothingElse()
    {
        (Stage stage, Client owner) = Locked();
        Client bo = stage.Connect();

        Assert.Null(bo.TryJoin("Bo"));

        Assert.Equal(300_000, Assert.IsType<Knocking>(Assert.Single(bo.Take())).WaitMs);
        Knock knock = Assert.IsType<Knock>(Assert.Single(owner.Take()));
        Assert.Equal(("Bo", Device.Desktop), (knock.Name, knock.Device));
        Assert.Equal(1, stage.Room.Count);
        owner.Say(new Update("Anna B."));
        owner.Say(new Leave());
        Assert.Empty(bo.Take());
    }

    [Fact]
    public void WhoIsLetInHasAPlaceLikeAnybody()
    {
        (Stage stage, Client owner) = Locked();
        Client bo = Knocks(stage, "Bo");

        owner.Say(new AdmitKnock(KnockOf(owner).Id, LetIn: true));

        Joined joined = Assert.Single(bo.Take<Joined>());
        Assert.Equal((true, false, null), (joined.Room.Locked, joined.Room.Owned, joined.Room.Bars));
        Assert.Equal(owner.Id, Assert.Single(joined.Members).Id);
        IReadOnlyList<ServerMessage> news = owner.Take();
        Assert.Equal(bo.Id, news.OfType<MemberJoined>().Single().Member.Id);
        Assert.Single(news.OfType<KnockEnded>());
        bo.Signal(owner.Id, "hello", seq: 2);
        Assert.Single(owner.Take<RelayedSignal>());
    }

    [Fact]
    public void WhoIsRefusedIsToldAndTheConnectionIsFree()
    {
        (Stage stage, Client owner) = Locked();
        Client bo = Knocks(stage, "Bo");
        Knock knock = KnockOf(owner);

        owner.Say(new AdmitKnock(knock.Id, LetIn: false));

        Error error = Assert.IsType<Error>(Assert.Single(bo.Take()));
        Assert.Equal(("not-let-in", 1L, null), (error.Code, error.Re, error.Seq));
        Assert.True(bo.HasBeenReleased);
        Assert.True(bo.IsOpen);
        Assert.Equal(knock.Id, owner.Take<KnockEnded>().Single().Id);
        owner.Say(new AdmitKnock(knock.Id, LetIn: true));
        Assert.Equal("unknown-knock", owner.Take<Error>().Single().Code);
    }

    [Fact]
    public void MembersWhoDoNotOwnTheRoomHearNothingOfKnocks()
    {
        (Stage stage, Client owner) = Locked();
        Client bo = Knocks(stage, "Bo");
        owner.Say(new AdmitKnock(KnockOf(owner).Id, LetIn: true));
        bo.Take();

        Client cleo = Knocks(stage, "Cleo");

        Assert.Empty(bo.Take());
        bo.Say(new AdmitKnock(KnockOf(owner).Id, LetIn: true));
        Assert.Equal("not-owner", bo.Take<Error>().Single().Code);
        Assert.Empty(cleo.Take<Joined>());
    }

    [Fact]
    public void KnockEndsWhenNobodyAnswers()
    {
        (Stage stage, Client owner) = Locked();
        Client bo = Knocks(stage, "Bo");
        stage.Pass(stage.Settings.KnockWait - TimeSpan.FromSeconds(1));
        Assert.Empty(bo.Take());

        stage.Pass(TimeSpan.FromSeconds(1));

        Assert.Equal("not-let-in", Assert.Single(bo.Take<Error>()).Code);
        Assert.Single(owner.Take<KnockEnded>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhoGoesAwayKnocksNoMore(bool saysSo)
    {
        (Stage stage, Client owner) = Locked();
        Client bo = Knocks(stage, "Bo");
        Knock knock = KnockOf(owner);

        if (saysSo)
        {
            bo.Say(new Leave());
            Assert.True(bo.HasBeenReleased);
        }
        else
        {
            bo.Drop();
        }

        Assert.Equal(knock.Id, owner.Take<KnockEnded>().Single().Id);
        Assert.NotEqual(RoomTimeoutReason.Knock, stage.Room.NextTimeout?.Reason);
    }

    [Fact]
    public void SameAttemptOverANewConnectionIsTheSameKnock()
    {
        (Stage stage, Client owner) = Locked();
        Client lost = stage.Connect();
        lost.TryJoin("Bo", attempt: "an-attempt-of-bo-000001");
        lost.Take();
        stage.Pass(TimeSpan.FromMinutes(1));

        Client bo = stage.Connect();
        Assert.Null(bo.TryJoin("Bo", attempt: "an-attempt-of-bo-000001"));

        Assert.Equal(240_000, bo.Take<Knocking>().Single().WaitMs);
        Assert.IsType<Replaced>(Assert.Single(lost.Take()));
        Assert.False(lost.IsOpen);
        Knock knock = KnockOf(owner);
        owner.Say(new AdmitKnock(knock.Id, LetIn: true));
        Assert.Single(bo.Take<Joined>());
    }

    [Fact]
    public void OnlySoManyWaitAndOnlyAFewOfOneAddress()
    {
        (Stage stage, Client owner) = Locked();
        for (int i = 0; i < stage.Settings.KnocksPerAddress; i++)
        {
            Assert.Null(stage.Connect().TryJoin("Bo", address: Address(1)));
        }

        Assert.Equal("room-locked-full", stage.Connect().TryJoin("Bo", address: Address(1))?.Code);
        for (int i = stage.Settings.KnocksPerAddress; i < stage.Settings.Knocks; i++)
        {
            Assert.Null(stage.Connect().TryJoin("Cleo", address: Address(i + 2)));
        }

        Assert.Equal("room-locked-full", stage.Connect().TryJoin("Dora", address: Address(99))?.Code);
        Assert.Equal(16, owner.Take<Knock>().Count);
        Assert.Equal(16, stage.Settings.Tally.Knocks);
        Assert.Equal(1, stage.Room.Count);
    }

    [Fact]
    public void KnockingAgainAndAgainIsSlowedDownAndNeverDropsTheOwner()
    {
        (Stage stage, Client owner) = Locked(new RoomSettings { MailboxMessages = 32 });
        HashSet<string?> codes = [];
        for (int i = 0; i < 500; i++)
        {
            Client bo = stage.Connect();
            codes.Add(bo.TryJoin("Bo")?.Code);
            if (codes.Last() is null)
            {
                bo.Say(new Leave());
            }
        }

        Assert.Contains("rate-limited", codes);
        Assert.True(owner.IsOpen);
        stage.Pass(TimeSpan.FromSeconds(2));
        Assert.Null(stage.Connect().TryJoin("Cleo"));
    }

    [Fact]
    public void FullRoomTellsOnlyTheOwnerAndTheKnockGoesOn()
    {
        (Stage stage, Client owner) = Locked(new RoomSettings { Capacity = 2 });
        Client bo = Knocks(stage, "Bo");
        owner.Say(new AdmitKnock(KnockOf(owner).Id, LetIn: true));
        Client cleo = Knocks(stage, "Cleo");
        Knock knock = KnockOf(owner);

        owner.Say(new AdmitKnock(knock.Id, LetIn: true));

        Assert.Equal("room-full", owner.Take<Error>().Single().Code);
        Assert.Empty(cleo.Take());
        bo.Say(new Leave());
        owner.Say(new AdmitKnock(knock.Id, LetIn: true));
        Assert.Single(cleo.Take<Joined>());
    }

    [Fact]
    public void UnlockingLetsInWhoeverWaitsInOrderAsFarAsThereIsRoom()
    {
        (Stage stage, Client owner) = Locked(new RoomSettings { Capacity = 2 });
        Client bo = Knocks(stage, "Bo");
        Client cleo = Knocks(stage, "Cleo");

        owner.Say(new LockRoom(Locked: false));

        Assert.False(Assert.Single(bo.Take<Joined>()).Room.Locked);
        Assert.Equal("room-full", cleo.Take<Error>().Single().Code);
        Assert.Equal(2, owner.Take<KnockEnded>().Count);
    }

    [Fact]
    public void OwnerWhoWasAwayLearnsWhoKnocksWhenItComesBack()
    {
        (Stage stage, Client owner) = Locked();
        owner.Say(new Leave());
        Client cleo = Knocks(stage, "Cleo");

        Client back = stage.Join("Anna", isOwner: true);

        IReadOnlyList<ServerMessage> news = back.Take();
        Assert.Equal((true, true), news.OfType<Joined>().Select(joined => (joined.Room.Locked, joined.Room.Owned)).Single());
        back.Say(new AdmitKnock(news.OfType<Knock>().Single().Id, LetIn: true));
        Assert.Single(cleo.Take<Joined>());
    }

    [Fact]
    public void OwnerWhoResumesLearnsWhatHappenedMeanwhile()
    {
        (Stage stage, Client owner) = Locked();
        owner.Drop();
        Client bo = Knocks(stage, "Bo");
        Client cleo = Knocks(stage, "Cleo");
        cleo.Say(new Leave());

        Client back = stage.Connect();
        Assert.Null(back.TryResume(owner.Token, owner.LastSeq));

        IReadOnlyList<ServerMessage> news = back.Take();
        string gone = news.OfType<KnockEnded>().Single().Id;
        Knock knock = news.OfType<Knock>().Single(knock => knock.Id != gone);
        back.Say(new AdmitKnock(knock.Id, LetIn: true));
        Assert.Single(bo.Take<Joined>());
    }

    [Fact]
    public void EachOfTwoTabsOfTheOwnerMayAnswer()
    {
        (Stage stage, Client owner) = Locked();
        Client tab = stage.Join("Anna", isOwner: true);
        owner.Take();
        Knocks(stage, "Bo");
        Knock knock = KnockOf(owner);
        Assert.Equal(knock.Id, KnockOf(tab).Id);

        tab.Say(new AdmitKnock(knock.Id, LetIn: false));

        Assert.Equal(knock.Id, owner.Take<KnockEnded>().Single().Id);
        owner.Say(new AdmitKnock(knock.Id, LetIn: true));
        Assert.Equal("unknown-knock", owner.Take<Error>().Single().Code);
    }

    [Fact]
    public void WhoWasInsideComesBackWithoutKnockingOnce()
    {
        var stage = new Stage();
        Client owner = stage.Join("Anna", isOwner: true);
        Client bo = stage.Join("Bo");
        owner.Say(new LockRoom(Locked: true));
        bo.Say(new Leave());

        Client reloaded = stage.Join("Bo", resumeOf: bo.Token);
        Assert.Single(reloaded.Take<Joined>());

        Client copy = Knocks(stage, "Bo", bo.Token);
        Assert.Empty(copy.Take<Joined>());
    }

    [Fact]
    public void WhoTimedOutComesBackWithoutKnocking()
    {
        var stage = new Stage();
        Client owner = stage.Join("Anna", isOwner: true);
        Client bo = stage.Join("Bo");
        owner.Say(new LockRoom(Locked: true));
        bo.Drop();
        stage.Pass(TimeSpan.FromMinutes(10));

        Client back = stage.Connect();
        Assert.Equal("place-given-up", back.TryResume(bo.Token, bo.LastSeq)?.Code);
        Assert.Null(back.TryJoin("Bo", resumeOf: bo.Token));

        Assert.Single(back.Take<Joined>());
    }

    [Fact]
    public void WhoKnocksMayOnlyWaitOrGo()
    {
        (Stage stage, Client owner) = Locked();
        Client bo = Knocks(stage, "Bo");

        bo.Say(new Ping());
        bo.Say(new ClientAck(1));
        bo.Say(new Join(1, "garden", "Bo") { Seq = 1 });
        bo.Signal(owner.Id, seq: 2);
        bo.Say(new LockRoom(Locked: false) { Seq = 3 });

        Assert.Collection(
            bo.Take(),
            message => Assert.IsType<Pong>(message),
            message => Assert.Equal("already-joined", Assert.IsType<Error>(message).Code),
            message => Assert.Equal(("not-joined", 2L), (Assert.IsType<Error>(message).Code, ((Error)message).Re)),
            message => Assert.Equal(("not-joined", 3L), (Assert.IsType<Error>(message).Code, ((Error)message).Re)));
        Assert.True(stage.Room.IsLocked);
    }

    [Fact]
    public void LockEndsWithTheRoomAndWhoWaitsThenIsTurnedAway()
    {
        (Stage stage, Client owner) = Locked(new RoomSettings { EmptyExpiry = TimeSpan.FromMinutes(2) });
        owner.Say(new Leave());
        Client bo = Knocks(stage, "Bo");

        stage.Pass(TimeSpan.FromMinutes(2));
        stage.Room.HandleTimeout(stage.Now);
        stage.Drain();

        Assert.True(stage.Room.IsExpired(stage.Uptime));
        Assert.Equal("not-let-in", bo.Take<Error>().Single().Code);
        Assert.Single(stage.Join("Cleo").Take<Joined>());
    }

    private static (Stage Stage, Client Owner) Locked(RoomSettings? settings = null)
    {
        var stage = new Stage(settings);
        Client owner = stage.Join("Anna", isOwner: true);
        owner.IsDiligent = true;
        owner.Say(new LockRoom(Locked: true));
        Assert.True(owner.Take<RoomUpdated>().Single().Room.Locked);
        return (stage, owner);
    }

    private static Client Knocks(Stage stage, string name, string? resumeOf = null)
    {
        Client client = stage.Connect();
        Assert.Null(client.TryJoin(name, resumeOf));
        Assert.IsType<Knocking>(Assert.Single(client.Take()));
        return client;
    }

    private static Knock KnockOf(Client owner) => owner.Take<Knock>().Single();

    private static ClientAddress Address(int last) => ClientAddress.Of(IPAddress.Parse($"192.0.2.{last}"));
}
