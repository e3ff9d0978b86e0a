using Hearth.Contracts.Signaling;

namespace Hearth.Rooms.Tests;

public sealed class ResumeTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void ResumeWithinGraceLosesNothingAndNobodyNotices()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna");
        Client bo = stage.Join("Bo");
        bo.Drop();
        anna.Take();
        anna.Signal(bo.Id, "one");
        stage.Pass(29 * Second);
        anna.Signal(bo.Id, "two");

        Client again = stage.Connect();
        Assert.Null(again.TryResume(bo.Token, bo.LastSeq));

        Assert.False(Assert.Single(again.Take<Resumed>()).Fresh);
        stage.Pass(stage.Settings.Grace * 2);
        Assert.Empty(anna.Take<MemberLeft>());
        Assert.Equal(2, stage.Room.Count);
    }

    [Fact]
    public void WhatCameAfterTheLastNumberIsSentAgainInOrder()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna");
        Client bo = stage.Join("Bo");
        anna.Signal(bo.Id, "1");
        long seen = bo.LastSeq;
        anna.Signal(bo.Id, "2");
        bo.Drop();
        anna.Signal(bo.Id, "3");

        Client again = stage.Connect();
        again.TryResume(bo.Token, seen);

        Assert.Equal(["\"2\"", "\"3\""], again.Take<RelayedSignal>().Select(SignalText.Of));
    }

    [Fact]
    public void RepeatedMessagesAreDroppedAndSkippedOnesRefused()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna");
        Client bo = stage.Join("Bo");
        bo.Take();
        anna.Take();

        anna.Signal(bo.Id, "2", seq: 2);
        anna.Signal(bo.Id, "2", seq: 2);
        anna.Signal(bo.Id, "4", seq: 4);
        anna.Signal(bo.Id, "3", seq: 3);

        Assert.Equal(["\"2\"", "\"3\""], bo.Take<RelayedSignal>().Select(SignalText.Of));
        Error error = Assert.Single(anna.Take<Error>());
        Assert.Equal(("invalid-sequence", 4L), (error.Code, error.Re));
    }

    [Fact]
    public void ResumedTellsWhatTheServerHas()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna");
        anna.Say(new Update("Anna B.") { Seq = 2 });
        anna.Drop();

        Client again = stage.Connect();
        again.TryResume(anna.Token, anna.LastSeq);

        Assert.Equal(2, Assert.Single(again.Take<Resumed>()).LastReceived);
    }

    [Fact]
    public void GraceRunsOutThenTheMemberLeftAndTheTokenIsWorthNothing()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna");
        Client bo = stage.Join("Bo");
        anna.Take();
        bo.Drop();
        anna.Signal(bo.Id, seq: 2);

        stage.Pass(stage.Settings.Grace);

        IReadOnlyList<ServerMessage> news = anna.Take();
        Error error = Assert.Single(news.OfType<Error>());
        Assert.Equal(("peer-unreachable", 2L), (error.Code, error.Re));
        Assert.Equal(LeaveReason.TimedOut, Assert.Single(news.OfType<MemberLeft>()).Reason);
        Assert.Equal("place-given-up", stage.Connect().TryResume(bo.Token, bo.LastSeq)?.Code);
    }

    [Fact]
    public void ResumeTakesOverALiveConnectionAndTheLoserIsTold()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna");

        Client tab = stage.Connect();
        Assert.Null(tab.TryResume(anna.Token, anna.LastSeq));

        Assert.Single(anna.Take<Replaced>());
        Assert.False(anna.IsOpen);
        Assert.False(anna.Say(new Leave()));
        Assert.Equal(1, stage.Room.Count);
        stage.Room.HandleDisconnect(stage.Now, anna.Connection);
        stage.Pass(stage.Settings.Grace * 2);
        Assert.True(tab.Say(new Ping()));
    }

    [Fact]
    public void PreviousTokenHoldsUntilTheFirstMessageOnTheNewConnection()
    {
        var stage = new Stage();
        Client first = stage.Join("Anna");
        Client second = stage.Connect();
        second.TryResume(first.Token, first.LastSeq);
        second.Drop();

        // The answer with the new token was lost on the way.
        Client third = stage.Connect();
        Assert.Null(third.TryResume(first.Token, first.LastSeq));
        third.Say(new Ping());
        third.Drop();

        Assert.Equal("invalid-token", stage.Connect().TryResume(first.Token, first.LastSeq)?.Code);
        Assert.Equal("invalid-token", stage.Connect().TryResume(second.Token, first.LastSeq)?.Code);
        Assert.Null(stage.Connect().TryResume(third.Token, third.LastSeq));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(99)]
    public void ResumeWithAnImpossibleNumberIsRefusedAndThePlaceStays(long lastSeq)
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna");
        anna.Ack();

        Assert.Equal("invalid-sequence", stage.Connect().TryResume(anna.Token, lastSeq)?.Code);

        Assert.True(anna.Say(new Ping()));
        Assert.Empty(anna.Take<Replaced>());
    }

    [Fact]
    public void ReloadTakesItsOldPlaceAwayAndSaysWhoItWas()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna");
        Client bo = stage.Join("Bo");
        string old = bo.Id;
        anna.Take();

        Client reloaded = stage.Join("Bo", resumeOf: bo.Token);

        Assert.Single(bo.Take<Replaced>());
        IReadOnlyList<ServerMessage> news = anna.Take();
        Assert.Equal((old, LeaveReason.Replaced), news.OfType<MemberLeft>().Select(m => (m.Id, m.Reason)).Single());
        Assert.Equal((reloaded.Id, old), news.OfType<MemberJoined>().Select(m => (m.Member.Id, m.Member.ResumeOf!)).Single());
        Assert.NotEqual(old, reloaded.Id);
        Assert.Equal(2, stage.Room.Count);
    }

    [Fact]
    public void ReloadFitsIntoAFullRoom()
    {
        var stage = new Stage(new RoomSettings { Capacity = 1 });
        Client anna = stage.Join("Anna");

        Assert.Null(stage.Connect().TryJoin("Anna", anna.Token));
    }

    [Fact]
    public void ReloadWithAnOutdatedTokenLeavesWhoHoldsThePlaceNowAlone()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna");
        Client elsewhere = stage.Connect();
        elsewhere.TryResume(anna.Token, anna.LastSeq);
        elsewhere.Say(new Ping());

        Client reloaded = stage.Join("Anna", resumeOf: anna.Token);

        Assert.Empty(elsewhere.Take<Replaced>());
        Assert.Null(reloaded.Take<Joined>()[0].Self.ResumeOf);
    }
}
