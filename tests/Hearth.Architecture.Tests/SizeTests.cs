namespace Hearth.Architecture.Tests;

/// <summary>A file that has grown past the bound wants to be two.</summary>
public sealed class SizeTests
{
    private const int MostLines = 500;
    private const int MostTestLines = 800;

    /// <summary>What may be longer, and why. A name here is a debt, not a permission.</summary>
    private static readonly Dictionary<string, string> MayBeLonger = new()
    {
    };

    [Fact]
    public void NoFileIsTooLong()
    {
        string[] tooLong = [.. Repository.Files(".cs", ".ts", ".mts", ".mjs", ".js", ".css")
            .Where(path => !MayBeLonger.ContainsKey(path))
            .Select(path => (Path: path, Lines: Lines(path)))
            .Where(file => file.Lines > Bound(file.Path))
            .Select(file => $"{file.Path} has {file.Lines} lines; the bound is {Bound(file.Path)}")];

        Assert.Equal([], tooLong);
    }

    [Fact]
    public void ListOfLongFilesHoldsNoneThatIsShortOrGone() => Assert.All(
        MayBeLonger.Keys, path => Assert.True(Lines(path) > Bound(path), $"{path} no longer needs to be listed"));

    private static int Bound(string path) =>
        path.StartsWith("tests/", StringComparison.Ordinal) || path.Contains("/test/", StringComparison.Ordinal)
            ? MostTestLines
            : MostLines;

    private static int Lines(string path) => Repository.Read(path).Count(c => c == '\n');
}
