using System.Globalization;
using System.Text;

namespace Hearth.Rooms.Identity;

/// <summary>What a member calls itself: trimmed, NFC, free of characters that hide or rearrange text.</summary>
public static class MemberName
{
    private const int ZeroWidthJoiner = 0x200D;
    private const int EmojiPresentation = 0xFE0F;

    /// <summary>No name that fits needs more; keeps normalization cheap whatever is sent.</summary>
    private const int MaxUnitsPerCharacter = 8;

    /// <summary><paramref name="maxLength"/> counts Unicode code points.</summary>
    public static bool TryNormalize(string text, int maxLength, out string name)
    {
        name = text.Trim();
        if (name.Length == 0 || name.Length > maxLength * MaxUnitsPerCharacter || !IsPlain(name))
        {
            return false;
        }

        name = name.Normalize(NormalizationForm.FormC);
        return name.EnumerateRunes().Count() <= maxLength;
    }

    private static bool IsPlain(string text)
    {
        Rune last = default;
        bool joined = false;
        for (int i = 0; i < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, i, out Rune rune))
            {
                return false;
            }

            i += rune.Utf16SequenceLength;
            if (joined && !IsEmoji(rune))
            {
                return false;
            }

            joined = rune.Value == ZeroWidthJoiner;
            if (joined ? !IsEmoji(last) : IsHidden(rune))
            {
                return false;
            }

            if (rune.Value != EmojiPresentation)
            {
                last = rune;
            }
        }

        return !joined;
    }

    private static bool IsHidden(Rune rune) => IsNoncharacter(rune) || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    /// <summary>Never a character (Unicode §23.7); normalization throws on one of them.</summary>
    private static bool IsNoncharacter(Rune rune) =>
        (rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF;

    /// <summary>A pictograph, or the skin tone that follows one.</summary>
    private static bool IsEmoji(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol;
}
