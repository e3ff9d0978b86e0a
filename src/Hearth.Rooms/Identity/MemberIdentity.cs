using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Hearth.Contracts.Signaling;

namespace Hearth.Rooms.Identity;

/// <summary>
/// The signing key a browser keeps for one room. The server learns it to bar a person whom the owner removed, and
/// for nothing else: members prove to each other who they are without it.
/// </summary>
public static class MemberIdentity
{
    /// <summary>An uncompressed point of P-256: 4, x, y (SEC 1 §2.3.3).</summary>
    private const int KeySize = 65;
    private const byte Uncompressed = 4;
    private const int CoordinateSize = 32;
    private const int SignatureSize = 64;

    /// <summary>
    /// Whether whoever joins holds the key it shows. Then <paramref name="identity"/> is its SHA-256 in base64url.
    /// Never throws on what a stranger sends.
    /// </summary>
    public static bool TryVerify(JoinIdentity shown, RoomId room, string? attempt, out string? identity)
    {
        identity = null;
        Span<byte> key = stackalloc byte[KeySize];
        Span<byte> signature = stackalloc byte[SignatureSize];
        if (attempt is null || !TryRead(shown.Key, key) || !TryRead(shown.Signature, signature)
            || key[0] != Uncompressed || !IsSigned(key, signature, Statement(room, attempt)))
        {
            return false;
        }

        identity = Base64Url.EncodeToString(SHA256.HashData(key));
        return true;
    }

    /// <summary>Whether a text has the form of an identity.</summary>
    internal static bool IsOne(string text)
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        return TryRead(text, bytes);
    }

    /// <summary>
    /// What is signed: label, room and attempt, each preceded by its length in bytes, 32 bits, big-endian. The
    /// attempt is a secret of one client and this server, so nobody can show the signature a second time.
    /// </summary>
    internal static byte[] Statement(RoomId room, string attempt)
    {
        byte[][] fields = [.. ((string[])["hearth/1 join", room.Value, attempt]).Select(Encoding.UTF8.GetBytes)];
        byte[] statement = new byte[fields.Sum(field => sizeof(int) + field.Length)];
        Span<byte> rest = statement;
        foreach (byte[] field in fields)
        {
            BinaryPrimitives.WriteInt32BigEndian(rest, field.Length);
            field.CopyTo(rest[sizeof(int)..]);
            rest = rest[(sizeof(int) + field.Length)..];
        }

        return statement;
    }

    private static bool IsSigned(ReadOnlySpan<byte> key, ReadOnlySpan<byte> signature, byte[] statement)
    {
        try
        {
            using var verifier = ECDsa.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = key.Slice(1, CoordinateSize).ToArray(), Y = key[^CoordinateSize..].ToArray() },
            });
            return verifier.VerifyData(statement, signature, HashAlgorithmName.SHA256);
        }
        catch (CryptographicException)
        {
            // Not a point of the curve.
            return false;
        }
    }

    private static bool TryRead(string text, Span<byte> bytes) =>
        text.Length == ((bytes.Length * 4) + 2) / 3
        && Base64UrlText.TryDecode(text, bytes, out int written) && written == bytes.Length;
}
