using Hearth.Contracts;
using Hearth.Contracts.Signaling;

namespace Hearth.Rooms.Tests;

/// <summary>
/// Whatever clients do and in whatever order, what each of them has been told adds up to who is inside, and
/// numbers follow one another (the stage asserts that on every frame).
/// </summary>
public sealed class RandomCommandTests
{
    [Theory]
    [MemberData(nameof(Seeds))]
    public void RandomCommandsKeepTheRoomConsistent(int seed)
    {
        var random = new Random(seed);
        var stage = new Stage(new RoomSettings { Capacity = 6, MailboxMessages = 64, Grace = TimeSpan.FromSeconds(5) }, seed);
        List<Client> clients = [];
        Dictionary<string, Dictionary<string, Member>> known = [];
        for (int step = 0; step < 3000; step++)
        {
            Act(stage, random, clients);
            foreach (Client client in clients)
            {
                Follow(client, known);
            }

            clients.RemoveAll(client => !client.IsOpen && random.Next(20) == 0);
            Assert.InRange(stage.Room.Count, 0, 6);
        }

        CheckViews(stage, clients, known);
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    private static void Act(Stage stage, Random random, List<Client> clients)
    {
        Client? client = clients.Count == 0 ? null : clients[random.Next(clients.Count)];
        Client? other = clients.Count == 0 ? null : clients[random.Next(clients.Count)];
        switch (random.Next(18))
        {
            case 0 or 1:
                Client newcomer = stage.Connect();
                RequestError? refused = newcomer.TryJoin(
                    $"Member {random.Next(100)}",
                    random.Next(3) == 0 ? other?.Token : null,
                    isOwner: random.Next(6) == 0,
                    identity: random.Next(3) == 0 ? Ids.Identity(random.Next(20)) : null);
                if (refused is null)
                {
                    newcomer.IsDiligent = random.Next(8) > 0;
                    clients.Add(newcomer);
                }

                break;
            case 2 when client is { IsOpen: true }:
                client.Drop();
                break;
            case 3 or 4 when client is { Token: not "" }:
                Client again = stage.Connect();
                if (again.TryResume(client.Token, random.Next(4) == 0 ? random.Next((int)client.LastSeq + 1) : client.LastSeq) is null)
                {
                    again.IsDiligent = true;
                    clients.Add(again);
                }

                break;
            case 5 when client is { IsOpen: true } && random.Next(4) == 0:
                client.Say(new Leave());
                client.IsOpen = false;
                break;
            case 6 when client is { IsOpen: true }:
                client.Say(new Update($"Member {random.Next(100)}"));
                break;
            case 7 when client is { IsOpen: true }:
                client.Say(new ClientAck(random.Next(40)));
                break;
            case 8 when client is { IsOpen: true }:
                stage.Room.Refuse(stage.Now, client.Connection, new MessageFault("invalid-json", "No.", random.Next(30)), false);
                stage.Drain();
                break;
            case 14 when client is { IsOpen: true }:
                client.Say(new LockRoom(random.Next(3) == 0));
                break;
            case 15 when client is { IsOpen: true } && client.Knocks.Count > 0:
                client.Say(new AdmitKnock(client.Knocks[random.Next(client.Knocks.Count)], random.Next(2) == 0));
                break;
            case 16 when client is { IsOpen: true } && random.Next(4) == 0:
                client.Say(new RemoveMember(other!.Id));
                break;
            case 17 when client is { IsOpen: true } && random.Next(40) == 0:
                client.Say(new CloseRoom());
                break;
            case 9:
                stage.Pass(TimeSpan.FromMilliseconds(random.Next(3000)));
                break;
            default:
                if (client is { IsOpen: true })
                {
                    client.Signal(random.Next(10) == 0 ? "nobody" : other!.Id, seq: random.Next(10) == 0 ? random.Next(50) : null);
                }

                break;
        }
    }

    /// <summary>Keeps for each place what its clients were told of the others.</summary>
    private static void Follow(Client client, Dictionary<string, Dictionary<string, Member>> known)
    {
        foreach (ServerMessage message in client.Take())
        {
            switch (message)
            {
                case Joined joined:
                    known[client.Id] = joined.Members.ToDictionary(member => member.Id);
                    client.Knocks.Clear();
                    break;
                case Resumed resumed when resumed.Fresh:
                    client.Knocks.Clear();
                    break;
                case Knock knock:
                    client.Knocks.Add(knock.Id);
                    break;
                case KnockEnded knock:
                    client.Knocks.Remove(knock.Id);
                    break;
                case MemberJoined news:
                    known[client.Id][news.Member.Id] = news.Member;
                    break;
                case MemberUpdated news:
                    known[client.Id][news.Member.Id] = news.Member;
                    break;
                case MemberLeft news:
                    known[client.Id].Remove(news.Id);
                    break;
            }
        }
    }

    private static void CheckViews(Stage stage, List<Client> clients, Dictionary<string, Dictionary<string, Member>> known)
    {
        foreach (Client client in clients.Where(client => client.IsOpen))
        {
            // Acknowledging brings what was held back.
            for (int i = 0; i < 8; i++)
            {
                client.Ack();
            }

            Follow(client, known);
            if (client.Id.Length > 0 && client.Say(new Ping()))
            {
                Assert.Equal(stage.Room.Count - 1, known[client.Id].Count);
                Assert.Equal(
                    stage.Room.Names.Order(StringComparer.Ordinal),
                    known[client.Id].Values.Select(member => member.Name).Append(NameOf(stage, known, client))
                        .Order(StringComparer.Ordinal));
            }
        }
    }

    /// <summary>A member is not told its own name: it is the one of the room's names that nobody else has.</summary>
    private static string NameOf(Stage stage, Dictionary<string, Dictionary<string, Member>> known, Client client)
    {
        List<string> names = [.. stage.Room.Names];
        foreach (Member member in known[client.Id].Values)
        {
            names.Remove(member.Name);
        }

        return Assert.Single(names);
    }
}
