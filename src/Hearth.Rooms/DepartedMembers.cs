namespace Hearth.Rooms;

/// <summary>
/// Ids whose tokens of an earlier run could still bring them back, though they are gone for good in this one.
/// Bounded: the oldest is forgotten first.
/// </summary>
internal sealed class DepartedMembers
{
    private const int Capacity = 256;

    private readonly HashSet<string> _ids = [];
    private readonly Queue<string> _order = [];

    public bool Contains(string id) => _ids.Contains(id);

    public void Add(string id)
    {
        if (!_ids.Add(id))
        {
            return;
        }

        _order.Enqueue(id);
        if (_order.Count > Capacity)
        {
            _ids.Remove(_order.Dequeue());
        }
    }
}
