using System.Net;
using Hearth.Server.Https;

namespace Hearth.Server.Tests;

public sealed class ServedAddressesTests
{
    [Theory]
    [InlineData("http://[::]:8080", "http://localhost:8080")]
    [InlineData("https://[::]:8443", "https://localhost:8443")]
    [InlineData("http://127.0.0.1:9001", "http://127.0.0.1:9001")]
    [InlineData("http://0.0.0.0:9001", "http://0.0.0.0:9001")]
    public void AllAddressesAreCalledLocalhostOnThisComputer(string url, string shown) =>
        Assert.Equal(shown, ServedAddresses.ForThisComputer(url));

    [Theory]
    [InlineData("https://[::]:8443", true)]
    [InlineData("https://0.0.0.0:8443", true)]
    [InlineData("https://*:8443", true)]
    [InlineData("https://192.168.1.5:8443", true)]
    [InlineData("https://192.168.1.6:8443", false)]
    [InlineData("https://localhost:8443", false)]
    [InlineData("http://unix:/tmp/socket", false)]
    public void PhonesReachAnAddressThatIsListenedAt(string url, bool isServed) =>
        Assert.Equal(isServed, ServedAddresses.Serves(url, IPAddress.Parse("192.168.1.5")));

    [Fact]
    public void AddressWithColonsStandsInBrackets() =>
        Assert.Equal("https://[fd00::5]:8443", ServedAddresses.With("https://[::]:8443", "fd00::5"));

    [Fact]
    public void PortOfHttpsIsThatOfTheFirstAddressWithIt()
    {
        Assert.Null(ServedAddresses.HttpsPort(["http://[::]:8080"]));
        Assert.Equal(8443, ServedAddresses.HttpsPort(["http://[::]:8080", "https://[::]:8443"]));
    }
}
