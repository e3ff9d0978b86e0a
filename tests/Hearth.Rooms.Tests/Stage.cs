using System.Text;
using System.Text.Json;
using Hearth.Contracts;
using Hearth.Contracts.Signaling;
using Hearth.Rooms.Identity;
using Hearth.Rooms.Limits;
using Hearth.Rooms.Tokens;

namespace Hearth.Rooms.Tests;

/// <summary>One room in virtual time, and the clients in front of it. Every command drains the room at once.</summary>
internal sealed class Stage
{
    private static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Key = new byte[32];
    private readonly Dictionary<ConnectionId, Client> _clients = [];
    private readonly SeededRandomness _randomness;
    private long _lastConnection;
    private ulong _run = 1;

    public Stage(RoomSettings? settings = null, int seed = 1)
    {
        Settings = settings ?? new RoomSettings();
        _randomness = new SeededRandomness(seed);
        Tokens = new PlaceTokens(Key, _run);
        RoomId id = Ids.Room("garden");
        Room = new Room(id, null, Settings, Tokens, _randomness, Now);
    }

    public RoomSettings Settings { get; }

    public PlaceTokens Tokens { get; private set; }

    public Room Room { get; private set; }

    public TimeSpan Uptime { get; private set; }

    public Instant Now => new(Uptime, Epoch + Uptime);

    /// <summary>A new connection, without a place.</summary>
    public Client Connect()
    {
        var client = new Client(this, new ConnectionId(++_lastConnection));
        _clients.Add(client.Connection, client);
        return client;
    }

    public Client Join(string name, string? resumeOf = null, bool isOwner = false, string? identity = null)
    {
        Client client = Connect();
        Assert.Null(client.TryJoin(name, resumeOf, isOwner: isOwner, identity: identity));
        return client;
    }

    /// <summary>Lets time pass, stopping at every timeout on the way.</summary>
    public void Pass(TimeSpan time)
    {
        TimeSpan end = Uptime + time;
        while (Room.NextTimeout is { } timeout && timeout.At <= end && !Room.IsExpired(Uptime))
        {
            Assert.True(timeout.At >= Uptime, $"{timeout.Reason} was due already");
            Uptime = timeout.At;
            Room.HandleTimeout(Now);
            Drain();
        }

        Uptime = end;
    }

    /// <summary>The process is killed and started again: rooms are gone, the key is not.</summary>
    public void Restart()
    {
        foreach (Client client in _clients.Values)
        {
            client.IsOpen = false;
        }

        _clients.Clear();
        Tokens = new PlaceTokens(Key, ++_run);
        Uptime += TimeSpan.FromSeconds(2);
        Room = new Room(Room.Id, null, Settings, Tokens, _randomness, Now);
    }

    public void Drain()
    {
        while (Room.TryGetOutput(out RoomOutput output))
        {
            Client client = _clients[output.Connection];
            Assert.True(client.IsOpen, "a room speaks to open connections only");
            switch (output.Kind)
            {
                case RoomOutputKind.Send:
                    client.Receive(output.Frame);
                    break;
                case RoomOutputKind.Close:
                    client.IsOpen = false;
                    break;
                case RoomOutputKind.Release:
                    client.HasBeenReleased = true;
                    break;
            }
        }
    }
}

/// <summary>A client as the room sees it: one connection, what it received, and its count of numbers.</summary>
internal sealed class Client(Stage stage, ConnectionId connection)
{
    private readonly List<ServerMessage> _received = [];

    public ConnectionId Connection => connection;

    public bool IsOpen { get; set; } = true;

    /// <summary>The room has nothing more to do with it.</summary>
    public bool HasBeenReleased { get; set; }

    /// <summary>Who knocks, as the test follows it.</summary>
    public List<string> Knocks { get; } = [];

    public string Id { get; private set; } = "";

    public string Token { get; private set; } = "";

    public long LastSeq { get; private set; }

    /// <summary>Acknowledges whatever arrives, as a client should.</summary>
    public bool IsDiligent { get; set; }

    /// <summary>What arrived since the last look.</summary>
    public IReadOnlyList<ServerMessage> Take()
    {
        ServerMessage[] taken = [.. _received];
        _received.Clear();
        return taken;
    }

    public IReadOnlyList<T> Take<T>() => [.. Take().OfType<T>()];

    public RequestError? TryJoin(
        string name,
        string? resumeOf = null,
        string? attempt = null,
        bool isOwner = false,
        string? identity = null,
        ClientAddress address = default)
    {
        RequestError? error = stage.Room.Join(
            stage.Now,
            connection,
            new Join(1, "garden", name, ResumeOf: resumeOf, Attempt: attempt) { Seq = 1 },
            new Visitor(stage.Room.Id, null, name, identity, isOwner, address));
        stage.Drain();
        return error;
    }

    public RequestError? TryResume(string token, long lastSeq)
    {
        Assert.True(stage.Tokens.TryRead(token, out PlaceToken? read));
        RequestError? error = stage.Room.Resume(stage.Now, connection, read!, lastSeq);
        (LastSeq, Id) = error is null ? (lastSeq, read!.MemberId) : (LastSeq, Id);
        stage.Drain();
        return error;
    }

    public bool Say(ClientMessage message)
    {
        bool hasPlace = stage.Room.Handle(stage.Now, connection, message);
        stage.Drain();
        return hasPlace;
    }

    public void Signal(string to, string text = "hello", long? seq = null) =>
        Say(new Signal(to, new RawJson(Encoding.UTF8.GetBytes($"\"{text}\""))) { Seq = seq });

    public void Ack() => Say(new ClientAck(LastSeq));

    /// <summary>The network goes away.</summary>
    public void Drop()
    {
        stage.Room.HandleDisconnect(stage.Now, connection);
        IsOpen = false;
        stage.Drain();
    }

    public void Receive(ReadOnlyMemory<byte> frame)
    {
        ServerMessage message = JsonSerializer.Deserialize(frame.Span, ContractsJson.Default.ServerMessage)!;
        switch (message)
        {
            case Joined joined:
                Id = joined.Self.Id;
                Token = joined.Token;
                break;
            case Resumed resumed:
                Token = resumed.Token;
                LastSeq = resumed.Fresh ? 0 : LastSeq;
                break;
        }

        if (message is SequencedServerMessage { Seq: { } seq })
        {
            Assert.Equal(LastSeq + 1, seq);
            LastSeq = seq;
        }

        _received.Add(message);
        if (IsDiligent && message is SequencedServerMessage)
        {
            stage.Room.Handle(stage.Now, connection, new ClientAck(LastSeq));
        }
    }
}
