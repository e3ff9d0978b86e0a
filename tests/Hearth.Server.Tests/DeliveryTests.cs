using System.Text;
using Hearth.Contracts.Signaling;

namespace Hearth.Server.Tests;

public sealed class DeliveryTests
{
    private const int Messages = 300;

    /// <summary>How far ahead one may be: less than its share of the other's mailbox.</summary>
    private const int AtOnce = 50;

    /// <summary>Then something was lost for good.</summary>
    private const int MostRounds = 20_000;

    /// <summary>
    /// Two members say a numbered thing to each other again and again while both lose their connection at random.
    /// Everything arrives, once and in order, and neither sees the other leave.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task RandomCutsLoseAndRepeatNothing(int seed)
    {
        await using TestServer server = await TestServer.StartAsync("Signaling:MessageBurst=5000");
        await using var anna = new DurableClient(server, "Anna", new Random(seed));
        await using var bo = new DurableClient(server, "Bo", new Random(seed + 100));
        await anna.JoinAsync();
        await bo.JoinAsync();

        await Task.WhenAll(anna.TalkAsync(bo.Id, Messages), bo.TalkAsync(anna.Id, Messages));

        Assert.Equal(Enumerable.Range(1, Messages), anna.Heard);
        Assert.Equal(Enumerable.Range(1, Messages), bo.Heard);
        Assert.True(anna.Cuts > 3 && bo.Cuts > 3, $"{anna.Cuts} and {bo.Cuts} cuts");
    }

    /// <summary>A client as the protocol document describes it: keeps, acknowledges, resumes, sends again.</summary>
    private sealed class DurableClient(TestServer server, string name, Random random) : IAsyncDisposable
    {
        private readonly SortedDictionary<long, ClientMessage> _unacknowledged = [];
        private SignalClient? _client;
        private string _token = "";
        private long _received;
        private long _sent;

        public string Id { get; private set; } = "";

        public int Cuts { get; private set; }

        public List<int> Heard { get; } = [];

        public async Task JoinAsync()
        {
            _client = await server.JoinAsync(name);
            (Id, _token, _received, _sent) = (_client.Id, _client.Token, _client.LastSeq, 1);
        }

        public async Task TalkAsync(string to, int count)
        {
            int said = 0;
            int rounds = 0;
            while (said < count || Heard.Count < count || _unacknowledged.Count > 0)
            {
                Assert.True(++rounds < MostRounds, $"{name} heard {Heard.Count} and said {said} of {count}");
                if (said < count && _unacknowledged.Count < AtOnce && said - Heard.Count < AtOnce)
                {
                    said++;
                    await SendAsync(new Signal(to, new RawJson(Encoding.UTF8.GetBytes($"{said}"))) { Seq = ++_sent });
                }

                // Reads what has come so far, now and then only a part of it before the connection is lost.
                await _client!.SendAsync(new Ping());
                int patience = random.Next(12) == 0 ? random.Next(5) : int.MaxValue;
                while (patience-- > 0 && await NextAsync() is { } message and not Pong)
                {
                }

                if (patience < 0)
                {
                    await CutAndResumeAsync();
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            if (_client is not null)
            {
                await _client.DisposeAsync();
            }
        }

        private Task SendAsync(SequencedClientMessage message)
        {
            _unacknowledged.Add(message.Seq!.Value, message);
            return _client!.SendAsync(message);
        }

        private async Task CutAndResumeAsync()
        {
            Cuts++;
            _client!.Cut();
            await _client.DisposeAsync();
            _client = await server.ConnectAsync();
            await _client.SendAsync(new Resume(_token, _received));
            var resumed = (Resumed)(await _client.ReceiveAsync())!;
            _token = resumed.Token;
            Assert.False(resumed.Fresh);
            Forget(resumed.LastReceived);
            foreach (ClientMessage message in _unacknowledged.Values)
            {
                await _client.SendAsync(message);
            }
        }

        private async Task<ServerMessage?> NextAsync()
        {
            ServerMessage? message = await _client!.ReceiveAsync();
            if (message is SequencedServerMessage { Seq: { } seq })
            {
                Assert.Equal(_received + 1, seq);
                _received = seq;
                await _client.SendAsync(new ClientAck(seq));
            }

            switch (message)
            {
                case ServerAck ack:
                    Forget(ack.Seq);
                    break;
                case RelayedSignal signal:
                    Heard.Add(int.Parse(Encoding.UTF8.GetString(signal.Data.Utf8.Span), null));
                    break;
                case MemberLeft or Error:
                    Assert.Fail($"{message}");
                    break;
            }

            return message;
        }

        private void Forget(long upTo)
        {
            foreach (long seq in _unacknowledged.Keys.Where(seq => seq <= upTo).ToArray())
            {
                _unacknowledged.Remove(seq);
            }
        }
    }
}
