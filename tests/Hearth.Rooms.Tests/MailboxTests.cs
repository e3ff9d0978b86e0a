using Hearth.Contracts.Signaling;
using Hearth.Rooms.Delivery;

namespace Hearth.Rooms.Tests;

public sealed class MailboxTests
{
    [Fact]
    public void AcknowledgingFreesRoomAndKeepsTheRest()
    {
        var mailbox = new Mailbox(3, 100);
        for (int i = 0; i < 3; i++)
        {
            Assert.True(mailbox.TryAdd(new byte[10], Subject.Other));
        }

        Assert.False(mailbox.TryAdd(new byte[1], Subject.Other));
        Assert.True(mailbox.TryAcknowledge(2));

        Assert.Equal((1, 10), (mailbox.Count, mailbox.Bytes));
        Assert.True(mailbox.TryAdd(new byte[90], Subject.Other));
        Assert.False(mailbox.TryAdd(new byte[1], Subject.Other));
        Assert.Equal([3L, 4L], mailbox.Waiting.Select(letter => letter.Seq));
    }

    [Fact]
    public void AcknowledgingWhatWasNeverSentIsRefused()
    {
        var mailbox = new Mailbox(3, 100);
        mailbox.TryAdd(new byte[1], Subject.Other);

        Assert.False(mailbox.TryAcknowledge(2));
        Assert.True(mailbox.TryAcknowledge(0));
        Assert.Equal(1, mailbox.Count);
    }

    [Fact]
    public void OverflowDropsTheSlowOneAndAnswersWhoeverWasWaiting()
    {
        var stage = new Stage(new RoomSettings { MailboxMessages = 20 });
        Client anna = stage.Join("Anna");
        Client cleo = stage.Join("Cleo");
        Client slow = stage.Join("Slow");
        anna.IsDiligent = cleo.IsDiligent = true;
        anna.Ack();
        cleo.Ack();
        anna.Take();
        cleo.Take();

        anna.Signal(slow.Id);
        cleo.Signal(slow.Id);
        for (int i = 0; i < 20; i++)
        {
            slow.Signal("nobody");
        }

        Assert.Equal(ClosingReason.TooSlow, Assert.Single(slow.Take<Closing>()).Reason);
        Assert.False(slow.IsOpen);
        IReadOnlyList<ServerMessage> news = anna.Take();
        Assert.Equal(LeaveReason.TooSlow, Assert.Single(news.OfType<MemberLeft>()).Reason);
        int signals = news.OfType<Error>().Count(e => e.Code == "peer-unreachable")
            + cleo.Take<Error>().Count(e => e.Code == "peer-unreachable");
        Assert.Equal(2, signals);
    }

    [Fact]
    public void OneSenderCannotFillAnothersMailbox()
    {
        var stage = new Stage();
        Client hostile = stage.Join("Hostile");
        Client victim = stage.Join("Victim");
        hostile.IsDiligent = true;
        hostile.Ack();

        for (int i = 0; i < 2000; i++)
        {
            hostile.Signal(victim.Id, new string('x', 1000));
        }

        Assert.True(victim.IsOpen);
        Assert.Contains(hostile.Take<Error>(), error => error.Code == "rate-limited");
        victim.Ack();
        victim.Take();
        hostile.Signal(victim.Id, "again");
        Assert.Equal(["\"again\""], victim.Take<RelayedSignal>().Select(SignalText.Of));
    }

    [Fact]
    public void ManySendersCannotFillAMailboxTogether()
    {
        var stage = new Stage();
        Client victim = stage.Join("Victim");
        Client[] hostile = [.. Enumerable.Range(0, 10).Select(i => stage.Join($"Hostile {i}"))];
        victim.Ack();
        foreach (Client sender in hostile)
        {
            sender.IsDiligent = true;
            sender.Ack();
        }

        for (int i = 0; i < 1000; i++)
        {
            hostile[i % hostile.Length].Signal(victim.Id, new string('x', 100 * (i % 600)));
        }

        Assert.True(victim.IsOpen);
    }

    [Fact]
    public void ComingAndGoingFillsNoMailbox()
    {
        var stage = new Stage();
        Client victim = stage.Join("Victim");
        Client friend = stage.Join("Friend");
        friend.IsDiligent = true;
        friend.Ack();
        for (int i = 0; i < 500; i++)
        {
            Client hostile = stage.Join("Hostile");
            hostile.Signal(victim.Id);
            for (int update = 0; update < 10; update++)
            {
                hostile.Say(new Update($"Hostile {update}"));
            }

            hostile.Say(new Leave());
        }

        friend.Say(new Update("Good friend"));
        Assert.True(victim.IsOpen);
        IReadOnlyList<ServerMessage> before = victim.Take();
        victim.Ack();
        IReadOnlyList<ServerMessage> rest = victim.Take();
        IEnumerable<string> left = before.Concat(rest).OfType<MemberLeft>().Select(m => m.Id);
        Assert.Equal([friend.Id], before.OfType<MemberJoined>().Select(m => m.Member.Id).Except(left));
        Assert.Equal("Good friend", Assert.Single(rest.OfType<MemberUpdated>()).Member.Name);
        Assert.Equal([friend.Id], rest.OfType<TopologyChanged>().Last().Links);
    }

    [Fact]
    public void FloodOfUpdatesReachesNobodyAndTheLatestArrives()
    {
        var stage = new Stage(new RoomSettings { Updates = new Limits.Rate(1000, 1000) });
        Client hostile = stage.Join("Hostile");
        Client victim = stage.Join("Victim");
        hostile.IsDiligent = true;
        hostile.Ack();
        victim.Take();

        for (int i = 1; i <= 1000; i++)
        {
            hostile.Say(new Update($"Name {i}"));
        }

        Assert.True(victim.Take<MemberUpdated>().Count < 20);
        victim.Ack();
        Assert.Equal("Name 1000", victim.Take<MemberUpdated>()[^1].Member.Name);
    }

    [Fact]
    public void UpdatesAreLimited()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna");
        for (int i = 0; i < 30; i++)
        {
            anna.Say(new Update("Anna"));
        }

        Assert.Equal(10, anna.Take<Error>().Count(error => error.Code == "rate-limited"));
    }
}
