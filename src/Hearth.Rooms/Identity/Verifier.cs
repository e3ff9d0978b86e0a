using System.Buffers.Text;
using System.Security.Cryptography;

namespace Hearth.Rooms.Identity;

/// <summary>
/// SHA-256 of a keyed room's join proof. The server keeps it and learns nothing about the key; whoever shows
/// the proof shows that they hold the link.
/// </summary>
public sealed class Verifier
{
    public const int Size = SHA256.HashSizeInBytes;

    private readonly byte[] _bytes;

    private Verifier(byte[] bytes) => _bytes = bytes;

    public ReadOnlySpan<byte> Span => _bytes;

    /// <summary>From the 32 bytes themselves.</summary>
    public static Verifier From(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Size ? new Verifier(bytes.ToArray()) : throw new ArgumentException("A verifier has 32 bytes.", nameof(bytes));

    /// <summary>Reads base64url without padding.</summary>
    public static bool TryParse(string? text, out Verifier? verifier)
    {
        Span<byte> bytes = stackalloc byte[Size];
        verifier = Read(text, bytes) ? new Verifier(bytes.ToArray()) : null;
        return verifier is not null;
    }

    /// <summary>The verifier that <paramref name="proof"/> (32 bytes, base64url) belongs to.</summary>
    public static bool TryFromProof(string? proof, out Verifier? verifier)
    {
        Span<byte> bytes = stackalloc byte[Size];
        verifier = Read(proof, bytes) ? new Verifier(SHA256.HashData(bytes)) : null;
        return verifier is not null;
    }

    /// <summary>In constant time.</summary>
    public bool Matches(Verifier other) => CryptographicOperations.FixedTimeEquals(_bytes, other._bytes);

    public override string ToString() => Base64Url.EncodeToString(_bytes);

    private static bool Read(string? text, Span<byte> bytes) =>
        text is { Length: 43 } && Base64UrlText.TryDecode(text, bytes, out int written) && written == bytes.Length;
}
