using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Hearth.Architecture.Tests;

/// <summary>Who may know whom. A new arrow is a decision: it is written down here and in docs/decisions.</summary>
public sealed partial class ArrowTests
{
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Hearth.Contracts"] = [],
        ["Hearth.Rooms"] = ["Hearth.Contracts"],
        ["Hearth.Server"] = ["Hearth.Contracts", "Hearth.Rooms"],
    };

    /// <summary>Cores know a protocol or a domain; everything else is a shell.</summary>
    private static readonly string[] Shells = ["Hearth.Server"];

    [Fact]
    public void ProjectsKnowOnlyWhomTheyMay()
    {
        Dictionary<string, string[]> found = Projects().ToDictionary(
            NameOf, path => Elements(path, "ProjectReference").Select(NameOf).ToArray());

        Assert.Equal(Arrows.Keys.Order(), found.Keys.Order());
        foreach ((string project, string[] references) in found)
        {
            Assert.Equal(Arrows[project].Order(), references.Order());
        }
    }

    [Fact]
    public void NothingIsReachedThroughANeighbour() => Assert.Contains(
        "<DisableTransitiveProjectReferences>true</DisableTransitiveProjectReferences>",
        Repository.Read("Directory.Build.props"),
        StringComparison.Ordinal);

    [Fact]
    public void EveryCoreIsHeldToTheBannedSymbols()
    {
        foreach (string path in Projects().Where(path => !Shells.Contains(NameOf(path))))
        {
            Assert.Contains("<HearthCore>true</HearthCore>", Repository.Read(path), StringComparison.Ordinal);
        }

        Assert.Contains("BannedSymbols.txt", Repository.Read("Directory.Build.targets"), StringComparison.Ordinal);
    }

    [Fact]
    public void BannedSymbolsNameWhatCoresMayNotTouch()
    {
        string banned = Repository.Read("BannedSymbols.txt");

        foreach (string symbol in (string[])[
            "P:System.DateTimeOffset.UtcNow", "P:System.TimeProvider.System", "T:System.Random",
            "N:System.Net.Sockets", "N:System.Net.WebSockets", "T:System.Threading.Thread", "T:System.Console",
            "T:System.IO.File"])
        {
            Assert.Contains(symbol + ";", banned, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void NoCheckIsSwitchedOffInSource()
    {
        foreach (string path in Repository.Files(".cs").Where(path => !path.EndsWith("/ArrowTests.cs", StringComparison.Ordinal)))
        {
            Assert.DoesNotMatch(SwitchedOff(), Repository.Read(path));
        }
    }

    [Fact]
    public void EveryProjectIsInTheSolution()
    {
        string solution = Repository.Read("Hearth.slnx");

        Assert.All(Repository.Files(".csproj"), path => Assert.Contains($"\"{path}\"", solution, StringComparison.Ordinal));
    }

    [Fact]
    public void EveryProjectSaysWhatItIs() => Assert.All(
        Projects(), path => Assert.True(
            File.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(path)!, "README.md")), $"{path} has no README.md"));

    /// <summary>In the browser: app -> peering, never back; and peering knows no page.</summary>
    [Fact]
    public void PeeringKnowsNothingOfTheApp()
    {
        foreach (string path in Repository.Files(".ts").Where(path => path.StartsWith("web/peering/", StringComparison.Ordinal)))
        {
            Assert.DoesNotMatch(ImportOfApp(), Repository.Read(path));
        }
    }

    /// <summary>The app speaks to the SDK through its front door only.</summary>
    [Fact]
    public void AppUsesPeeringThroughItsIndex()
    {
        foreach (string path in Repository.Files(".ts").Where(path => path.StartsWith("web/app/src/", StringComparison.Ordinal)))
        {
            Assert.DoesNotMatch(ImportOfPeeringInside(), Repository.Read(path));
        }
    }

    private static string NameOf(string project) => Path.GetFileNameWithoutExtension(project);

    private static IEnumerable<string> Projects() =>
        Repository.Files(".csproj").Where(path => path.StartsWith("src/", StringComparison.Ordinal));

    private static IEnumerable<string> Elements(string path, string name) =>
        XDocument.Parse(Repository.Read(path)).Descendants(name).Select(element => (string)element.Attribute("Include")!);

    [GeneratedRegex(@"#pragma warning disable|SuppressMessage|#nullable disable", RegexOptions.CultureInvariant)]
    private static partial Regex SwitchedOff();

    [GeneratedRegex("""from\s+['"](lit|lit/|@hearth/app|(\.\./)+app/)""", RegexOptions.CultureInvariant)]
    private static partial Regex ImportOfApp();

    [GeneratedRegex("""from\s+['"](@hearth/peering/|(\.\./)+peering/)""", RegexOptions.CultureInvariant)]
    private static partial Regex ImportOfPeeringInside();
}
