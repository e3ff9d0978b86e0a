using System.Buffers.Text;
using System.Security.Cryptography;
using Hearth.Rooms.Identity;

namespace Hearth.Server.Tests;

/// <summary>What a client derives from a room's key, written down here once more from the protocol document.</summary>
internal static class RoomKeys
{
    public static (string Room, string Proof, string Verifier) From(byte[] key)
    {
        byte[] proof = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: "hearth/1 join"u8.ToArray());
        byte[] verifier = SHA256.HashData(proof);
        return (RoomId.Of(Verifier.From(verifier)).Value, Base64Url.EncodeToString(proof), Base64Url.EncodeToString(verifier));
    }
}
