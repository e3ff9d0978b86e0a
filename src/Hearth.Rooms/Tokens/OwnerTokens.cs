using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Hearth.Rooms.Identity;

namespace Hearth.Rooms.Tokens;

/// <summary>A MAC over a room's id: shows that its holder made the room, for as long as the server keeps its key.</summary>
public sealed class OwnerTokens
{
    private readonly byte[] _key;

    /// <param name="serverKey">The secret in the data directory.</param>
    public OwnerTokens(ReadOnlySpan<byte> serverKey)
    {
        _key = new byte[HMACSHA256.HashSizeInBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, serverKey, _key, default, "hearth/1 owner token"u8);
    }

    public string Write(RoomId room) => Base64Url.EncodeToString(Mac(room));

    /// <summary>In constant time.</summary>
    public bool IsOwner(RoomId room, string? token)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return token is { Length: 43 }
            && Base64UrlText.TryDecode(token, given, out int written)
            && CryptographicOperations.FixedTimeEquals(Mac(room), given[..written]);
    }

    private byte[] Mac(RoomId room) => HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(room.Value));
}
