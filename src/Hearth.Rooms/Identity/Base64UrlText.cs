using System.Buffers;
using System.Buffers.Text;

namespace Hearth.Rooms.Identity;

/// <summary>base64url from the network: the framework's Try method throws on foreign characters.</summary>
internal static class Base64UrlText
{
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes, out int written) =>
        Base64Url.DecodeFromChars(text, bytes, out int read, out written) == OperationStatus.Done && read == text.Length;
}
