using Hearth.Server.Secrets;

namespace Hearth.Server.Tests;

public sealed class ServerKeyTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hearth-key-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void KeyIsMadeOnceAndKept()
    {
        string directory = Path.Combine(_folder.FullName, "data", "hearth");

        byte[] first = ServerKey.Open(directory);

        Assert.Equal(32, first.Length);
        Assert.Equal(first, ServerKey.Open(directory));
    }

    [Fact]
    public async Task ServersThatStartTogetherAgreeOnOneKey()
    {
        string directory = Path.Combine(_folder.FullName, "data");

        byte[][] keys = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => ServerKey.Open(directory))));

        Assert.Single(keys.Select(Convert.ToHexString).Distinct());
        Assert.Single(Directory.GetFiles(directory));
    }

    [Fact]
    public void DamagedKeyIsNamedAndNotReplaced()
    {
        File.WriteAllBytes(Path.Combine(_folder.FullName, "server.key"), new byte[7]);

        IOException e = Assert.Throws<IOException>(() => ServerKey.Open(_folder.FullName));

        Assert.Contains("server.key has 7 bytes", e.Message, StringComparison.Ordinal);
    }
}
