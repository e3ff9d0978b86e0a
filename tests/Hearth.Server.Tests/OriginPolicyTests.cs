using Hearth.Server.Signaling;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Tests;

public sealed class OriginPolicyTests
{
    [Theory]
    [InlineData(null, "hearth.example", true)]
    [InlineData("https://hearth.example", "hearth.example", true)]
    [InlineData("https://HEARTH.example", "hearth.example:443", true)]
    [InlineData("http://hearth.example:80", "hearth.example", true)]
    [InlineData("http://localhost:8080", "localhost:8080", true)]
    [InlineData("http://[::1]:8080", "[::1]:8080", true)]
    [InlineData("https://friend.example", "hearth.example", true)]
    [InlineData("http://friend.example", "hearth.example", false)]
    [InlineData("https://friend.example.evil.example", "hearth.example", false)]
    [InlineData("https://hearth.example.evil.example", "hearth.example", false)]
    [InlineData("https://hearth.example:444", "hearth.example", false)]
    [InlineData("http://localhost:8081", "localhost:8080", false)]
    [InlineData("file://hearth.example", "hearth.example", false)]
    [InlineData("null", "hearth.example", false)]
    [InlineData("hearth.example", "hearth.example", false)]
    public void OwnHostAndListedOriginsAreAllowed(string? origin, string host, bool allowed) =>
        Assert.Equal(allowed, new OriginPolicy(["https://friend.example/"]).Allows(origin, new HostString(host)));

    [Fact]
    public void OriginInALogIsShortAndPlain() =>
        Assert.Equal("https://x.example" + new string('y', 79), OriginPolicy.Printable("https://x\u001b\n.example" + new string('y', 500))[..96]);
}
