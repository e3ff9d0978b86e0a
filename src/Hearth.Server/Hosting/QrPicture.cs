using QRCoder;

namespace Hearth.Server.Hosting;

/// <summary>A QR code in characters: two rows of modules in one line of text.</summary>
internal static class QrPicture
{
    /// <summary>
    /// Light modules are drawn, dark ones left out: right on a dark terminal. Where the output is a terminal, colours
    /// make it right on a light one too.
    /// </summary>
    public static IEnumerable<string> Lines(string text)
    {
        using var generator = new QRCodeGenerator();
        using QRCodeData code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.L);
        int size = code.ModuleMatrix.Count;
        bool IsLight(int row, int column) => row >= size || !code.ModuleMatrix[row][column];
        (string begin, string end) = Console.IsOutputRedirected ? ("", "") : ("\x1b[97;40m", "\x1b[0m");
        var lines = new List<string>();
        for (int row = 0; row < size; row += 2)
        {
            IEnumerable<char> modules = Enumerable.Range(0, size).Select(column =>
                (IsLight(row, column), IsLight(row + 1, column)) switch
                {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    _ => ' ',
                });
            lines.Add(begin + string.Concat(modules) + end);
        }

        return lines;
    }
}
