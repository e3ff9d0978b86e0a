using System.Diagnostics.Metrics;
using Hearth.Rooms;
using Hearth.Server.Rooms;

namespace Hearth.Server.Operator;

/// <summary>
/// The meter <c>Hearth</c>: what an operator may know of a running server. Everything is read when somebody looks, so
/// nothing here costs a message anything; no instrument carries a room, a name or an address.
/// </summary>
internal sealed class ServerMeter : IDisposable
{
    public const string Name = "Hearth";

    private readonly Meter _meter = new(Name);

    public ServerMeter(RoomHouse house, RoomTally rooms)
    {
        ConnectionTally connections = house.Connections;
        Instance = _meter;
        _meter.CreateObservableGauge("hearth.rooms", () => house.Count().Rooms, "{room}", "Rooms that are open");
        _meter.CreateObservableGauge("hearth.members", () => house.Count().Members, "{member}", "Members in all rooms");
        _meter.CreateObservableGauge(
            "hearth.connections", () => Tagged(connections.Open, "transport"), "{connection}", "Open signaling connections");
        _meter.CreateObservableCounter("hearth.messages.received", () => connections.Received, "{message}", "Messages read from clients");
        _meter.CreateObservableCounter("hearth.messages.sent", () => connections.Sent, "{message}", "Messages lined up for clients");
        _meter.CreateObservableCounter("hearth.messages.received.size", () => connections.ReceivedBytes, "By", "Bytes of messages read");
        _meter.CreateObservableCounter("hearth.messages.sent.size", () => connections.SentBytes, "By", "Bytes of messages lined up");
        _meter.CreateObservableCounter("hearth.signals", () => rooms.Signals, "{message}", "Payloads passed on between members");
        _meter.CreateObservableCounter("hearth.joins", () => rooms.Joins, "{place}", "Places given to newcomers");
        _meter.CreateObservableCounter("hearth.resumes", () => Resumes(rooms), "{place}", "Places taken up again");
        _meter.CreateObservableCounter("hearth.knocks", () => rooms.Knocks, "{knock}", "Those who came to a locked room and were told to wait");
        _meter.CreateObservableCounter("hearth.removals", () => rooms.Removals, "{member}", "Members removed by a room's owner");
        _meter.CreateObservableCounter("hearth.mailbox.overflows", () => rooms.Overflows, "{member}", "Members dropped because too much waited for them");
        _meter.CreateObservableCounter("hearth.refusals", () => Tagged(Sum(rooms.Refusals, connections.Refusals), "code"), "{request}", "Refused requests");
    }

    /// <summary>For listeners that follow this server only: a process of tests holds several.</summary>
    public Meter Instance { get; }

    public void Dispose() => _meter.Dispose();

    private static Measurement<long>[] Resumes(RoomTally rooms)
    {
        long fresh = rooms.FreshResumes;
        return
        [
            new Measurement<long>(fresh, KeyValuePair.Create<string, object?>("fresh", "true")),
            new Measurement<long>(rooms.Resumes - fresh, KeyValuePair.Create<string, object?>("fresh", "false")),
        ];
    }

    private static IEnumerable<KeyValuePair<string, long>> Sum(params IEnumerable<KeyValuePair<string, long>>[] counts) =>
        counts.SelectMany(each => each).GroupBy(entry => entry.Key).Select(group => KeyValuePair.Create(group.Key, group.Sum(entry => entry.Value)));

    private static Measurement<long>[] Tagged(IEnumerable<KeyValuePair<string, long>> counts, string tag) =>
        [.. counts.Select(entry => new Measurement<long>(entry.Value, KeyValuePair.Create<string, object?>(tag, entry.Key)))];
}
