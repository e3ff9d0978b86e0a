using Hearth.Rooms.Tokens;

namespace Hearth.Rooms;

/// <summary>
/// Those who were inside and went, other than by the owner's word: the token they had lets them in again without
/// knocking, so that a reload does not lock its own page out. The oldest is forgotten first.
/// </summary>
internal sealed class ReturnPasses
{
    private const int Capacity = 64;

    private readonly List<(string Member, ulong Serial)> _passes = [];

    public void Add(Place place)
    {
        _passes.Add((place.Id, place.TokenSerial));
        if (place.PreviousTokenSerial is { } previous)
        {
            _passes.Add((place.Id, previous));
        }

        _passes.RemoveRange(0, Math.Max(0, _passes.Count - Capacity));
    }

    /// <summary>A pass is for one return: the place that comes of it has a token of its own.</summary>
    public bool TryUse(PlaceToken token) =>
        _passes.Contains((token.MemberId, token.Serial)) && _passes.RemoveAll(pass => pass.Member == token.MemberId) > 0;

    public void Clear() => _passes.Clear();
}
