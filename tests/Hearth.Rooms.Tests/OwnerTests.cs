using Hearth.Contracts.Signaling;

namespace Hearth.Rooms.Tests;

/// <summary>What the owner may do to members and to the room, and what comes of it for those concerned.</summary>
public sealed class OwnerTests
{
    private static readonly string Bo = Ids.Identity(1);
    private static readonly string Cleo = Ids.Identity(2);

    [Theory]
    [MemberData(nameof(Commands))]
    public void OnlyTheOwnerMay(ClientMessage command)
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna", isOwner: true);
        Client bo = stage.Join("Bo");
        bo.Take();
        anna.Take();

        bo.Say(command);

        Assert.Equal(("not-owner", 2L), bo.Take<Error>().Select(error => (error.Code, error.Re!.Value)).Single());
        Assert.Empty(anna.Take());
        Assert.Equal(2, stage.Room.Count);
        Assert.False(stage.Room.IsLocked);
    }

    public static TheoryData<ClientMessage> Commands =>
        [new LockRoom(Locked: true), new AdmitKnock("x", LetIn: true), new RemoveMember("x"), new CloseRoom()];

    [Fact]
    public void OwnersCommandsAreLimited()
    {
        var stage = new Stage(new RoomSettings { OwnerCommands = new(3, 1) });
        Client anna = stage.Join("Anna", isOwner: true);
        Client bo = stage.Join("Bo");
        for (int i = 0; i < 10; i++)
        {
            anna.Say(new LockRoom(Locked: i % 2 == 0));
        }

        Assert.Equal(7, anna.Take<Error>().Count(error => error.Code == "rate-limited"));
        Assert.Equal(3, bo.Take<RoomUpdated>().Count);
        stage.Pass(TimeSpan.FromSeconds(1));
        anna.Say(new LockRoom(Locked: false));
        Assert.False(stage.Room.IsLocked);
    }

    [Fact]
    public void EverybodyLearnsThatTheRoomIsLockedAndOnlyTheOwnerThatItIsItsOwn()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna", isOwner: true);
        Client bo = stage.Join("Bo");
        Joined joined = anna.Take<Joined>().Single();
        Assert.Equal((false, true), (joined.Room.Locked, joined.Room.Owned));
        Assert.Empty(joined.Room.Bars!);

        anna.Say(new LockRoom(Locked: true));
        anna.Say(new LockRoom(Locked: true));

        RoomDescription toAnna = anna.Take<RoomUpdated>().Single().Room;
        RoomDescription toBo = bo.Take<RoomUpdated>().Single().Room;
        Assert.Equal((true, true), (toAnna.Locked, toAnna.Owned));
        Assert.Equal((true, false, null), (toBo.Locked, toBo.Owned, toBo.Bars));
    }

    [Fact]
    public void RemovedMemberIsToldAndTheOthersToo()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna", isOwner: true);
        Client bo = stage.Join("Bo", identity: Bo);
        Client cleo = stage.Join("Cleo");
        cleo.Take();
        anna.Take();

        anna.Say(new RemoveMember(bo.Id));

        Closing closing = Assert.IsType<Closing>(bo.Take()[^1]);
        Assert.Equal((ClosingReason.Removed, null), (closing.Reason, closing.RetryAfterMs));
        Assert.False(bo.IsOpen);
        Assert.Equal((bo.Id, LeaveReason.Removed), cleo.Take<MemberLeft>().Select(left => (left.Id, left.Reason)).Single());
        Assert.Equal(new Bar(bo.Id, Bo), Assert.Single(anna.Take<RoomUpdated>().Single().Room.Bars!));
    }

    [Fact]
    public void RemovedPersonComesBackNeitherByTokenNorByItsIdentityNorByNewTabs()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna", isOwner: true);
        Client bo = stage.Join("Bo", identity: Bo);
        Client tab = stage.Join("Bo", identity: Bo);

        anna.Say(new RemoveMember(bo.Id));

        Assert.Equal(ClosingReason.Removed, tab.Take<Closing>().Single().Reason);
        Assert.Equal(2, stage.Settings.Tally.Removals);
        Assert.Equal("removed", stage.Connect().TryResume(bo.Token, bo.LastSeq)?.Code);
        Assert.Equal("removed", stage.Connect().TryResume(tab.Token, tab.LastSeq)?.Code);
        Assert.Equal("barred", stage.Connect().TryJoin("Bob", identity: Bo)?.Code);
        Assert.Equal("barred", stage.Connect().TryJoin("Bob", resumeOf: bo.Token)?.Code);
        Assert.Null(stage.Connect().TryJoin("Cleo", identity: Cleo));
    }

    [Fact]
    public void RemovedMemberThatWasAwayFindsItsPlaceGone()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna", isOwner: true);
        Client bo = stage.Join("Bo");
        bo.Drop();

        anna.Say(new RemoveMember(bo.Id));

        Assert.Equal("removed", stage.Connect().TryResume(bo.Token, bo.LastSeq)?.Code);
        Assert.Equal("barred", stage.Connect().TryJoin("Bo", resumeOf: bo.Token)?.Code);
    }

    [Fact]
    public void BarredPersonMayNotEvenKnock()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna", isOwner: true);
        Client bo = stage.Join("Bo", identity: Bo);
        anna.Say(new LockRoom(Locked: true));
        Client tab = stage.Connect();
        Assert.Null(tab.TryJoin("Bo", identity: Bo));
        tab.Take();

        anna.Say(new RemoveMember(bo.Id));

        Assert.Equal("barred", tab.Take<Error>().Single().Code);
        Assert.Equal("barred", stage.Connect().TryJoin("Bo", identity: Bo)?.Code);
        Assert.Equal("barred", stage.Connect().TryJoin("Bo", resumeOf: bo.Token)?.Code);
    }

    [Fact]
    public void OwnersAreNotRemovedByOneAnother()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna", isOwner: true, identity: Cleo);
        Client tab = stage.Join("Anna", isOwner: true, identity: Cleo);
        anna.Take();

        anna.Say(new RemoveMember(tab.Id));
        anna.Say(new RemoveMember(anna.Id));
        anna.Say(new RemoveMember("nobody"));

        Assert.Equal(["owner-stays", "owner-stays", "unknown-member"], anna.Take<Error>().Select(error => error.Code));
        Assert.Equal(2, stage.Room.Count);
    }

    [Fact]
    public void SignalsThatWaitedForARemovedMemberAreAnswered()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna", isOwner: true);
        Client bo = stage.Join("Bo");
        anna.Signal(bo.Id, seq: 2);

        anna.Say(new RemoveMember(bo.Id));

        Assert.Equal(("peer-unreachable", 2L), anna.Take<Error>().Select(error => (error.Code, error.Re!.Value)).Single());
    }

    [Fact]
    public void OldestBarIsForgottenWhenThereAreTooMany()
    {
        var stage = new Stage(new RoomSettings { OwnerCommands = new(1000, 1) });
        Client anna = stage.Join("Anna", isOwner: true);
        anna.IsDiligent = true;
        for (int i = 0; i < 65; i++)
        {
            anna.Say(new RemoveMember(stage.Join("Bo", identity: Ids.Identity(i)).Id));
        }

        Assert.Equal(64, anna.Take<RoomUpdated>()[^1].Room.Bars!.Count);
        Assert.Null(stage.Connect().TryJoin("Bo", identity: Ids.Identity(0)));
        Assert.Equal("barred", stage.Connect().TryJoin("Bo", identity: Ids.Identity(64))?.Code);
    }

    [Fact]
    public void ClosingEndsEverybodyWithAReasonAndTheRoomCanBeOpenedAgain()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna", isOwner: true);
        Client bo = stage.Join("Bo", identity: Bo);
        Client away = stage.Join("Cleo");
        anna.Say(new RemoveMember(stage.Join("Dora", identity: Cleo).Id));
        anna.Say(new LockRoom(Locked: true));
        away.Drop();
        Client waits = stage.Connect();
        waits.TryJoin("Emil");
        bo.Take();
        waits.Take();

        anna.Say(new CloseRoom());

        Assert.Equal(ClosingReason.ClosedByOwner, Assert.IsType<Closing>(Assert.Single(bo.Take())).Reason);
        Assert.Equal(ClosingReason.ClosedByOwner, anna.Take<Closing>().Single().Reason);
        Assert.Equal("not-let-in", waits.Take<Error>().Single().Code);
        Assert.Equal((0, false, false), (stage.Room.Count, anna.IsOpen, bo.IsOpen));
        foreach (Client gone in (Client[])[anna, bo, away])
        {
            Assert.Equal("closed-by-owner", stage.Connect().TryResume(gone.Token, gone.LastSeq)?.Code);
        }

        stage.Pass(TimeSpan.FromSeconds(2));
        Joined joined = stage.Join("Dora", identity: Cleo).Take<Joined>().Single();
        Assert.Equal((false, false), (joined.Room.Locked, joined.Room.Owned));
    }

    [Fact]
    public void TokensOfAnEarlierRunAreDeadAfterClosingToo()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna", isOwner: true);
        Client bo = stage.Join("Bo");
        stage.Restart();
        Client back = stage.Connect();
        back.TryResume(anna.Token, 0);

        back.Say(new CloseRoom());

        Assert.Equal("closed-by-owner", stage.Connect().TryResume(bo.Token, 0)?.Code);
        Assert.Equal(0, stage.Room.Count);
    }

    [Fact]
    public void OwnerIsKnownByItsPlaceAfterARestartAndSaysLockAndBarsAgain()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna", isOwner: true);
        Client bo = stage.Join("Bo", identity: Bo);
        Client cleo = stage.Join("Cleo");
        Client dora = stage.Join("Dora");
        anna.Say(new RemoveMember(bo.Id));
        anna.Say(new RemoveMember(cleo.Id));
        IReadOnlyList<Bar> bars = anna.Take<RoomUpdated>()[^1].Room.Bars!;
        stage.Restart();
        Client boAgain = stage.Connect();
        Assert.Null(boAgain.TryResume(bo.Token, 0));
        Client doraAgain = stage.Connect();
        Assert.Null(doraAgain.TryResume(dora.Token, 0));

        Client annaAgain = stage.Connect();
        Assert.Null(annaAgain.TryResume(anna.Token, 0));
        RoomDescription fresh = annaAgain.Take<RoomUpdated>().Single().Room;
        annaAgain.Say(new LockRoom(Locked: true, bars) { Seq = 1 });

        Assert.Equal((false, true), (fresh.Locked, fresh.Owned));
        Assert.Equal(bars, annaAgain.Take<RoomUpdated>()[^1].Room.Bars);
        Assert.Equal(ClosingReason.Removed, boAgain.Take<Closing>().Single().Reason);
        Assert.Equal("removed", stage.Connect().TryResume(cleo.Token, 0)?.Code);
        Assert.True(doraAgain.IsOpen);
        Assert.True(doraAgain.Take<RoomUpdated>()[^1].Room.Locked);
    }

    [Fact]
    public void MemberOfAnEarlierRunComesIntoTheLockedRoomAfterAReload()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna", isOwner: true);
        Client bo = stage.Join("Bo");
        stage.Restart();
        Client annaAgain = stage.Connect();
        annaAgain.TryResume(anna.Token, 0);
        annaAgain.Say(new LockRoom(Locked: true));

        Client reloaded = stage.Join("Bo", resumeOf: bo.Token);

        Assert.Single(reloaded.Take<Joined>());
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("AAECAwQFBgcICQoLDA0OD!", null)]
    [InlineData("AAECAwQFBgcICQoLDA0ODw", "short")]
    [InlineData("AAECAwQFBgcICQoLDA0ODwAAECAwQFBgcICQoLDA0ODw", null)]
    public void BarsThatAreNoneAreRefused(string member, string? identity)
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna", isOwner: true);

        anna.Say(new LockRoom(Locked: true, [new Bar(member, identity)]));
        anna.Say(new LockRoom(Locked: true, [null!]));
        anna.Say(new LockRoom(Locked: true, [.. Enumerable.Repeat(new Bar(Ids.Identity(1)[..22]), 65)]));

        Assert.Equal(Enumerable.Repeat("invalid-message", 3), anna.Take<Error>().Select(error => error.Code));
        Assert.False(stage.Room.IsLocked);
    }
}
