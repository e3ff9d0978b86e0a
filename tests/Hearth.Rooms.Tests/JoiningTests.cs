using Hearth.Contracts.Signaling;

namespace Hearth.Rooms.Tests;

public sealed class JoiningTests
{
    [Fact]
    public void NewcomerLearnsWhoIsInsideAndTheOthersLearnOfIt()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna");
        anna.Take();

        Client bo = stage.Join("Bo");

        Joined joined = Assert.Single(bo.Take<Joined>());
        Assert.Equal(1, joined.Seq);
        Assert.Equal(anna.Id, Assert.Single(joined.Members).Id);
        Assert.Equal([anna.Id], joined.Topology.Links);
        Assert.Equal(30_000, joined.GraceMs);
        Assert.Collection(
            anna.Take(),
            message => Assert.Equal("Bo", Assert.IsType<MemberJoined>(message).Member.Name),
            message => Assert.Equal([bo.Id], Assert.IsType<TopologyChanged>(message).Links));
    }

    [Fact]
    public void MembersStandInOrderOfArrival()
    {
        var stage = new Stage();
        Client[] clients = [.. Enumerable.Range(0, 5).Select(i => stage.Join($"Member {i}"))];

        Joined joined = clients[4].Take<Joined>()[0];

        Assert.Equal(clients[..4].Select(c => c.Id), joined.Members.Select(m => m.Id));
    }

    [Fact]
    public void EpochOfTheTopologyAlwaysGrowsAlsoOverARestart()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna");
        long epoch = anna.Take<Joined>()[0].Topology.Epoch;
        for (int i = 0; i < 100; i++)
        {
            stage.Join("Bo").Say(new Leave());
            foreach (TopologyChanged topology in anna.Take<TopologyChanged>())
            {
                Assert.True(topology.Epoch > epoch);
                epoch = topology.Epoch;
            }

            anna.Ack();
        }

        string token = anna.Token;
        stage.Restart();
        Client again = stage.Connect();
        Assert.Null(again.TryResume(token, 0));

        Assert.True(again.Take<TopologyChanged>()[0].Epoch > epoch);
    }

    [Fact]
    public void FullRoomTakesNobodyElseUntilSomebodyLeaves()
    {
        var stage = new Stage(new RoomSettings { Capacity = 2 });
        Client anna = stage.Join("Anna");
        stage.Join("Bo");
        Client cleo = stage.Connect();

        Assert.Equal("room-full", cleo.TryJoin("Cleo")?.Code);
        anna.Say(new Leave());

        Assert.Null(cleo.TryJoin("Cleo"));
    }

    [Fact]
    public void SecondJoinIsAnsweredAndChangesNothing()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna");
        anna.Take();

        anna.Say(new Join(1, "garden", "Anna") { Seq = 1 });
        anna.Say(new Join(1, "garden", "Anna") { Seq = 2 });

        Assert.All(anna.Take<Error>(), error => Assert.Equal("already-joined", error.Code));
        Assert.Equal(1, stage.Room.Count);
        anna.Say(new Update("Anna B.") { Seq = 3 });
        Assert.Empty(anna.Take<Error>());
    }

    [Fact]
    public void JoiningAgainAfterALostAnswerLeavesNoGhost()
    {
        var stage = new Stage(new RoomSettings { Capacity = 2 });
        Client anna = stage.Join("Anna");
        Client lost = stage.Connect();
        Assert.Null(lost.TryJoin("Bo", attempt: "an-attempt-of-bo-000001"));
        lost.Drop();
        anna.Take();

        Client bo = stage.Connect();
        Assert.Null(bo.TryJoin("Bo", attempt: "an-attempt-of-bo-000001"));

        Assert.Equal(2, stage.Room.Count);
        IReadOnlyList<ServerMessage> news = anna.Take();
        Assert.Equal((lost.Id, LeaveReason.Replaced), news.OfType<MemberLeft>().Select(m => (m.Id, m.Reason)).Single());
        Assert.Equal((bo.Id, lost.Id), news.OfType<MemberJoined>().Select(m => (m.Member.Id, m.Member.ResumeOf)).Single());
        Assert.Equal("room-full", stage.Connect().TryJoin("Cleo", attempt: "an-attempt-of-cleo-0001")?.Code);
    }

    [Fact]
    public void LeavingIsAtOnceForEverybodyAndFreesTheConnection()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna");
        Client bo = stage.Join("Bo");
        string left = bo.Id;
        anna.Take();
        bo.Take();

        bo.Say(new Leave());

        Assert.Equal(2, Assert.Single(bo.Take<ServerAck>()).Seq);
        Assert.Equal((left, LeaveReason.Left), anna.Take<MemberLeft>().Select(m => (m.Id, m.Reason)).Single());
        Assert.True(bo.IsOpen);
        Assert.False(bo.Say(new Ping()));
    }

    [Fact]
    public void MemberAloneForHoursIsToldAndGoes()
    {
        var stage = new Stage(new RoomSettings { AloneExpiry = TimeSpan.FromHours(6) });
        Client anna = stage.Join("Anna");
        stage.Pass(TimeSpan.FromHours(5));
        stage.Join("Bo").Say(new Leave());
        stage.Pass(TimeSpan.FromHours(5.9));
        Assert.True(anna.IsOpen);

        stage.Pass(TimeSpan.FromHours(0.2));

        Closing closing = Assert.Single(anna.Take<Closing>());
        Assert.Equal(ClosingReason.Idle, closing.Reason);
        Assert.Null(closing.RetryAfterMs);
        Assert.False(anna.IsOpen);
        Assert.Equal(0, stage.Room.Count);
    }

    [Fact]
    public void EmptyRoomIsKeptForAWhile()
    {
        var stage = new Stage();
        stage.Join("Anna").Say(new Leave());
        stage.Pass(stage.Settings.EmptyExpiry - TimeSpan.FromSeconds(1));

        Assert.False(stage.Room.IsExpired(stage.Uptime));
        Assert.True(stage.Room.IsExpired(stage.Uptime + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void DefectInOneConnectionEndsOnlyItsMember()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna");
        Client bo = stage.Join("Bo");
        anna.Take();

        stage.Room.HandleFault(stage.Now, bo.Connection);
        stage.Drain();

        Assert.Equal(LeaveReason.Fault, Assert.Single(anna.Take<MemberLeft>()).Reason);
        Assert.False(bo.IsOpen);
        Assert.True(anna.IsOpen);
    }
}
