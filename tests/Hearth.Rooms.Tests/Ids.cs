using Hearth.Rooms.Identity;

namespace Hearth.Rooms.Tests;

internal static class Ids
{
    public static RoomId Room(string text) =>
        RoomId.TryParse(text, out RoomId id) ? id : throw new ArgumentException($"{text} is no id.", nameof(text));
}
