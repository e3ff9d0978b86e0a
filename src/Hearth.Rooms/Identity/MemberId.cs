using System.Buffers.Text;
using System.Security.Cryptography;

namespace Hearth.Rooms.Identity;

/// <summary>128 random bits, written as base64url: 22 characters, so never <see cref="Server"/>.</summary>
internal static class MemberId
{
    public const int Size = 16;

    /// <summary>Reserved as the receiver of what is meant for the server itself.</summary>
    public const string Server = "server";

    public static string Make(RandomNumberGenerator randomness)
    {
        byte[] bits = new byte[Size];
        randomness.GetBytes(bits);
        return ToText(bits);
    }

    /// <summary>Whether a text has the form of an id.</summary>
    public static bool IsOne(string text)
    {
        Span<byte> bits = stackalloc byte[Size];
        return text.Length == ((Size * 4) + 2) / 3 && Base64UrlText.TryDecode(text, bits, out int written) && written == Size;
    }

    public static string ToText(ReadOnlySpan<byte> bits) => Base64Url.EncodeToString(bits);

    public static byte[] ToBytes(string id) => Base64Url.DecodeFromChars(id);
}
