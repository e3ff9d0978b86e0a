using System.Buffers;
using System.Security.Cryptography;
using Hearth.Contracts.Signaling;

namespace Hearth.Rooms.Identity;

/// <summary>
/// The name of a room. Its form says its kind: four words of the list are a keyed room's id, made from its
/// verifier; anything else a person can type is a named room's. So a name can never stand in a keyed room's place.
/// </summary>
public readonly record struct RoomId
{
    private const int MaxLength = 64;
    private const int KeyedWords = 4;

    /// <summary>One more than a keyed id has: long enough that nobody guesses it, and never mistaken for one.</summary>
    private const int RandomWords = 5;

    private const int BitsPerWord = 11;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");

    private RoomId(string value, RoomKind kind)
    {
        Value = value;
        Kind = kind;
    }

    public string Value { get; }

    public RoomKind Kind { get; }

    /// <summary>1-64 of a-z, 0-9, - and _, beginning and ending with a letter or digit.</summary>
    public static bool TryParse(string? text, out RoomId id)
    {
        id = default;
        if (text is null || text.Length is 0 or > MaxLength
            || !IsLetterOrDigit(text[0]) || !IsLetterOrDigit(text[^1])
            || text.AsSpan().ContainsAnyExcept(Allowed))
        {
            return false;
        }

        id = new RoomId(text, IsFourWords(text) ? RoomKind.Keyed : RoomKind.Named);
        return true;
    }

    /// <summary>Four words from the first 44 bits of SHA-256(verifier).</summary>
    public static RoomId Of(Verifier verifier)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(verifier.Span, hash);
        return new RoomId(ToWords(hash, KeyedWords), RoomKind.Keyed);
    }

    /// <summary>The id of a named room that nobody chose a name for.</summary>
    public static RoomId Random(RandomNumberGenerator randomness)
    {
        byte[] bits = new byte[8];
        randomness.GetBytes(bits);
        return new RoomId(ToWords(bits, RandomWords), RoomKind.Named);
    }

    public override string ToString() => Value;

    private static string ToWords(ReadOnlySpan<byte> bits, int count)
    {
        string[] words = new string[count];
        for (int word = 0; word < count; word++)
        {
            int index = 0;
            for (int bit = word * BitsPerWord; bit < (word + 1) * BitsPerWord; bit++)
            {
                index = (index << 1) | ((bits[bit >> 3] >> (7 - (bit & 7))) & 1);
            }

            words[word] = WordList.At(index);
        }

        return string.Join('-', words);
    }

    private static bool IsFourWords(string text)
    {
        int count = 0;
        foreach (Range part in text.AsSpan().Split('-'))
        {
            if (++count > KeyedWords || !WordList.Contains(text.AsSpan(part)))
            {
                return false;
            }
        }

        return count == KeyedWords;
    }

    private static bool IsLetterOrDigit(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c);
}
