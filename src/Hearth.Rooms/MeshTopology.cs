using Hearth.Contracts.Signaling;

namespace Hearth.Rooms;

/// <summary>
/// Everybody has a link to everybody. The epoch begins at the calendar's milliseconds, so that it also grows
/// when a restarted server makes the room again.
/// </summary>
internal sealed class MeshTopology(DateTimeOffset createdAt)
{
    private long _epoch = createdAt.ToUnixTimeMilliseconds();

    public long Epoch => _epoch;

    public void HandleChange() => _epoch++;

    public Topology For(Place place, PlaceList places) =>
        new(_epoch, TopologyKind.Mesh, [.. places.Except(place).Select(other => other.Id)]);

    public TopologyChanged MessageFor(Place place, PlaceList places)
    {
        (long epoch, TopologyKind kind, IReadOnlyList<string> links) = For(place, places);
        return new TopologyChanged(epoch, kind, links);
    }
}
