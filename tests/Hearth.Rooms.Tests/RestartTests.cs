using Hearth.Contracts.Signaling;

namespace Hearth.Rooms.Tests;

public sealed class RestartTests
{
    [Fact]
    public void TokenOfAnEarlierRunMakesThePlaceAgain()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna");
        Client bo = stage.Join("Bo");
        stage.Restart();

        Client annaAgain = stage.Connect();
        Assert.Null(annaAgain.TryResume(anna.Token, anna.LastSeq));
        Client boAgain = stage.Connect();
        Assert.Null(boAgain.TryResume(bo.Token, bo.LastSeq));

        Assert.Equal(anna.Id, annaAgain.Id);
        IReadOnlyList<ServerMessage> news = annaAgain.Take();
        Resumed resumed = Assert.IsType<Resumed>(news[0]);
        Assert.Equal((true, 0L), (resumed.Fresh, resumed.LastReceived));
        Assert.Equal(1, Assert.IsType<TopologyChanged>(news[1]).Seq);
        Assert.IsType<IceServersChanged>(news[2]);
        Assert.Equal((bo.Id, "Bo", null), news.OfType<MemberJoined>().Select(m => (m.Member.Id, m.Member.Name, m.Member.ResumeOf)).Single());
        Assert.Equal(anna.Id, Assert.Single(boAgain.Take<Resumed>()[0].Members).Id);
    }

    [Fact]
    public void NumbersBeginAgainInBothDirections()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna");
        Client bo = stage.Join("Bo");
        for (int i = 0; i < 10; i++)
        {
            anna.Signal(bo.Id);
        }

        stage.Restart();
        Client annaAgain = stage.Connect();
        annaAgain.TryResume(anna.Token, anna.LastSeq);
        Client boAgain = stage.Connect();
        boAgain.TryResume(bo.Token, bo.LastSeq);

        annaAgain.Signal(bo.Id, "after", seq: 1);

        Assert.Equal(["\"after\""], boAgain.Take<RelayedSignal>().Select(SignalText.Of));
    }

    [Fact]
    public void SignalToWhoIsNotBackYetIsAnswered()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna");
        Client bo = stage.Join("Bo");
        stage.Restart();
        Client again = stage.Connect();
        again.TryResume(anna.Token, 0);

        again.Signal(bo.Id, seq: 1);

        Assert.Equal("unknown-member", Assert.Single(again.Take<Error>()).Code);
    }

    [Fact]
    public void LostAnswerToAFreshResumeIsRepeated()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna");
        Client bo = stage.Join("Bo");
        for (int i = 0; i < 10; i++)
        {
            bo.Signal(anna.Id);
        }

        stage.Restart();
        Client lost = stage.Connect();
        lost.TryResume(anna.Token, anna.LastSeq);
        lost.Drop();
        Client boAgain = stage.Connect();
        boAgain.TryResume(bo.Token, bo.LastSeq);
        boAgain.Signal(anna.Id, "meanwhile", seq: 1);

        Client again = stage.Connect();
        Assert.Null(again.TryResume(anna.Token, anna.LastSeq));

        IReadOnlyList<ServerMessage> news = again.Take();
        Assert.True(Assert.IsType<Resumed>(news[0]).Fresh);
        Assert.Equal(1, Assert.IsType<TopologyChanged>(news[1]).Seq);
        Assert.Equal(["\"meanwhile\""], news.OfType<RelayedSignal>().Select(SignalText.Of));
    }

    [Fact]
    public void WhoLeftAfterTheRestartDoesNotComeBackByAnOldToken()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna");
        stage.Restart();
        Client again = stage.Connect();
        again.TryResume(anna.Token, 0);
        again.Say(new Leave());

        Assert.Equal("place-given-up", stage.Connect().TryResume(anna.Token, 0)?.Code);
    }

    [Fact]
    public void ReloadDuringTheRestartNamesThePlaceItHadAndEndsIt()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna");
        Client bo = stage.Join("Bo");
        stage.Restart();
        Client annaAgain = stage.Connect();
        annaAgain.TryResume(anna.Token, 0);
        annaAgain.Take();

        Client reloaded = stage.Join("Bo", resumeOf: bo.Token);

        Assert.Equal((reloaded.Id, bo.Id), annaAgain.Take<MemberJoined>().Select(m => (m.Member.Id, m.Member.ResumeOf!)).Single());
        Assert.Equal("place-given-up", stage.Connect().TryResume(bo.Token, 0)?.Code);
    }

    [Fact]
    public void OldTokenIsRefusedAfterItsAge()
    {
        var stage = new Stage(new RoomSettings { TokenMaxAge = TimeSpan.FromHours(1) });
        Client anna = stage.Join("Anna");
        stage.Pass(TimeSpan.FromHours(1));
        stage.Restart();

        Assert.Equal("invalid-token", stage.Connect().TryResume(anna.Token, 0)?.Code);
    }

    [Fact]
    public void RoomThatFilledUpMeanwhileIsFull()
    {
        var stage = new Stage(new RoomSettings { Capacity = 1 });
        Client anna = stage.Join("Anna");
        stage.Restart();
        Client bo = stage.Join("Bo");
        Client again = stage.Connect();

        Assert.Equal("room-full", again.TryResume(anna.Token, 0)?.Code);
        bo.Say(new Leave());

        Assert.Null(again.TryResume(anna.Token, 0));
    }
}
