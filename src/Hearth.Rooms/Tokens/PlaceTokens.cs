using System.Buffers.Text;
using System.Security.Cryptography;
using Hearth.Rooms.Identity;

namespace Hearth.Rooms.Tokens;

/// <summary>Writes and reads place tokens of one server. Immutable, so every room may use it at once.</summary>
public sealed class PlaceTokens
{
    /// <summary>Longer texts are refused before they are decoded.</summary>
    private const int MaxTextLength = 640;

    private readonly byte[] _key;

    /// <param name="serverKey">The secret in the data directory; lives on over restarts.</param>
    /// <param name="run">Random, drawn anew at each start.</param>
    public PlaceTokens(ReadOnlySpan<byte> serverKey, ulong run)
    {
        _key = new byte[HMACSHA256.HashSizeInBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, serverKey, _key, default, "hearth/1 place token"u8);
        Run = run;
    }

    public ulong Run { get; }

    public string Write(PlaceToken token)
    {
        byte[] body = token.ToBytes();
        byte[] whole = new byte[body.Length + HMACSHA256.HashSizeInBytes];
        body.CopyTo(whole, 0);
        HMACSHA256.HashData(_key, body, whole.AsSpan(body.Length));
        return Base64Url.EncodeToString(whole);
    }

    public bool TryRead(string? text, out PlaceToken? token)
    {
        token = null;
        Span<byte> whole = stackalloc byte[MaxTextLength];
        if (text is null || text.Length > MaxTextLength
            || !Base64UrlText.TryDecode(text, whole, out int length)
            || length <= HMACSHA256.HashSizeInBytes)
        {
            return false;
        }

        ReadOnlySpan<byte> body = whole[..(length - HMACSHA256.HashSizeInBytes)];
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, body, mac);
        return CryptographicOperations.FixedTimeEquals(mac, whole[body.Length..length])
            && PlaceToken.TryParse(body, out token);
    }
}
