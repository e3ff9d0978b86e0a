using System.Globalization;

namespace Hearth.LinkEmulator;

/// <summary>
/// One line of text that changes the settings: <c>[there|back] NAME [VALUE ...]</c>. Without a direction it holds
/// for both. Times are in milliseconds, rates in bit/s, shares 0..1.
/// </summary>
internal static class LineCommand
{
    /// <summary>Null when the words are no command.</summary>
    public static LinkSettings? Apply(LinkSettings settings, ReadOnlySpan<string> words)
    {
        double[] values = new double[Math.Max(0, words.Length - 1)];
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.TryParse(words[i + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i])
                || !(values[i] >= 0))
            {
                return null;
            }
        }

        return (words.Length == 0 ? "" : words[0], values) switch
        {
            ("up", []) => settings with { IsUp = true },
            ("down", []) => settings with { IsUp = false },
            ("perfect", []) => new LinkSettings(),
            ("delay", [double delay]) => settings with { DelayMicroseconds = (long)(delay * 1000) },
            ("jitter", [double jitter]) => settings with { JitterMicroseconds = (long)(jitter * 1000) },
            ("loss", [double share and <= 1]) => settings with { Loss = share },
            ("burst", [double chance and <= 1, double length]) =>
                settings with { BurstChance = chance, BurstLength = length },
            ("reorder", [double share and <= 1]) => settings with { Reorder = share },
            ("duplicate", [double share and <= 1]) => settings with { Duplicate = share },
            ("rate", [double rate]) => settings with { RateBitsPerSecond = (long)rate },
            ("queue", [double bytes and <= int.MaxValue]) => settings with { QueueBytes = (int)bytes },
            _ => null,
        };
    }
}
