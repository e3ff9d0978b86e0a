namespace Hearth.Rooms;

/// <summary>The places of one room in order of arrival, found by id and by connection. At most a few dozen.</summary>
internal sealed class PlaceList
{
    private readonly List<Place> _places = [];

    public int Count => _places.Count;

    public IReadOnlyList<Place> All => _places;

    public Place? Find(string id) => _places.Find(place => place.Id == id);

    public Place? FindAttempt(string attempt) => _places.Find(place => place.Attempt == attempt);

    public Place? Find(ConnectionId connection) => _places.Find(place => place.Connection == connection);

    public IEnumerable<Place> Except(Place self) => _places.Where(place => place != self);

    public void Add(Place place) => _places.Add(place);

    /// <summary>False: it was gone already.</summary>
    public bool Remove(Place place) => _places.Remove(place);
}
