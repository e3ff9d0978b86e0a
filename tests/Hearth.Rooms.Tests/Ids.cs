using System.Buffers.Text;
using Hearth.Rooms.Identity;

namespace Hearth.Rooms.Tests;

internal static class Ids
{
    public static RoomId Room(string text) =>
        RoomId.TryParse(text, out RoomId id) ? id : throw new ArgumentException($"{text} is no id.", nameof(text));

    /// <summary>As if a key had been shown.</summary>
    public static string Identity(int seed) => Base64Url.EncodeToString([.. BitConverter.GetBytes(seed), .. new byte[28]]);
}
