using System.Collections.Frozen;

namespace Hearth.Rooms.Identity;

/// <summary>2,048 English words that are told apart by their first four letters: 11 bits a word.</summary>
internal static class WordList
{
    public const int Count = 2048;

    /// <summary>In the order that gives each word its number.</summary>
    private static readonly string[] Words = Load();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Known =
        Words.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    public static string At(int index) => Words[index];

    public static bool Contains(ReadOnlySpan<char> word) => Known.Contains(word);

    private static string[] Load()
    {
        using Stream stream = typeof(WordList).Assembly.GetManifestResourceStream("words.txt")!;
        using var reader = new StreamReader(stream);
        string[] words = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words.Length == Count
            ? words
            : throw new InvalidOperationException($"The word list has {words.Length} words.");
    }
}
