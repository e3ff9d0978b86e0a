using Hearth.Contracts;
using Hearth.Contracts.Signaling;

namespace Hearth.Rooms.Tests;

public sealed class ConversationTests
{
    private static readonly MemberState Muted = new(Microphone: false, Camera: true, Screen: false, Paused: false);

    [Fact]
    public void SignalGoesToOneMemberWithTheSendersId()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna");
        Client bo = stage.Join("Bo");
        Client cleo = stage.Join("Cleo");
        cleo.Take();

        anna.Signal(bo.Id, "hello");

        RelayedSignal signal = Assert.Single(bo.Take<RelayedSignal>());
        Assert.Equal((anna.Id, "\"hello\""), (signal.From, SignalText.Of(signal)));
        Assert.Empty(cleo.Take());
    }

    [Fact]
    public void SignalsThatReachNobodyAreAnswered()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna");
        anna.Take();

        anna.Signal(anna.Id, seq: 2);
        anna.Signal("server", seq: 3);
        anna.Signal("nobody", seq: 4);

        Assert.Equal(
            [("signal-to-self", 2L), ("unknown-member", 3L), ("unknown-member", 4L)],
            anna.Take<Error>().Select(error => (error.Code, error.Re!.Value)));
    }

    [Fact]
    public void UpdateShowsTheOthersWhatChanged()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna");
        Client bo = stage.Join("Bo");
        bo.Take();

        anna.Say(new Update(State: Muted));
        anna.Say(new Update("  Anna B. "));

        Member shown = bo.Take<MemberUpdated>()[^1].Member;
        Assert.Equal(("Anna B.", Muted), (shown.Name, shown.State));
    }

    [Fact]
    public void UpdateToANameThatIsNoneIsRefused()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna");

        anna.Say(new Update("\u202E") { Seq = 2 });

        Assert.Equal(("invalid-name", 2L), anna.Take<Error>().Select(error => (error.Code, error.Re!.Value)).Single());
        Assert.Equal(["Anna"], stage.Room.Names);
    }

    [Fact]
    public void AcknowledgesWithin250MillisecondsOr16Messages()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna");
        stage.Pass(TimeSpan.FromMilliseconds(249));
        Assert.Empty(anna.Take<ServerAck>());
        stage.Pass(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, Assert.Single(anna.Take<ServerAck>()).Seq);

        for (int i = 0; i < 16; i++)
        {
            Assert.Empty(anna.Take<ServerAck>());
            anna.Signal("nobody");
        }

        Assert.Equal(17, Assert.Single(anna.Take<ServerAck>()).Seq);
        stage.Pass(TimeSpan.FromSeconds(10));
        Assert.Empty(anna.Take<ServerAck>());
    }

    [Fact]
    public void RefusedMessageHasBeenReceived()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna");

        stage.Room.Refuse(stage.Now, anna.Connection, new MessageFault("invalid-message", "No.", 2), isNumbered: false);
        stage.Room.Refuse(stage.Now, anna.Connection, new MessageFault("invalid-message", "No.", 2), isNumbered: false);
        stage.Room.Refuse(stage.Now, anna.Connection, new MessageFault("message-too-large", "No."), isNumbered: true);
        stage.Room.Refuse(stage.Now, anna.Connection, new MessageFault("invalid-json", "No."), isNumbered: false);
        stage.Drain();

        Assert.Equal([2L, 3L, null], anna.Take<Error>().Select(error => error.Re));
        stage.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(3, anna.Take<ServerAck>()[^1].Seq);
    }

    [Fact]
    public void AcknowledgingWhatWasNeverSentIsAnswered()
    {
        var stage = new Stage();
        Client anna = stage.Join("Anna");

        anna.Say(new ClientAck(7));

        Assert.Equal("invalid-sequence", Assert.Single(anna.Take<Error>()).Code);
    }
}
