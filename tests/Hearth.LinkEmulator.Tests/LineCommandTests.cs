namespace Hearth.LinkEmulator.Tests;

public sealed class LineCommandTests
{
    [Theory]
    [InlineData("rate 300000")]
    [InlineData("loss 0.05")]
    [InlineData("burst 0.01 8")]
    [InlineData("delay 30")]
    [InlineData("jitter 2.5")]
    [InlineData("reorder 0.1")]
    [InlineData("duplicate 0.1")]
    [InlineData("queue 16000")]
    [InlineData("down")]
    public void CommandChangesASetting(string line) =>
        Assert.NotEqual(new LinkSettings(), LineCommand.Apply(new LinkSettings(), line.Split(' ')));

    [Theory]
    [InlineData("")]
    [InlineData("rate")]
    [InlineData("rate fast")]
    [InlineData("rate -1")]
    [InlineData("loss 1.5")]
    [InlineData("loss NaN")]
    [InlineData("up 1")]
    [InlineData("sideways")]
    public void OtherWordsAreNotUnderstood(string line) =>
        Assert.Null(LineCommand.Apply(new LinkSettings(), line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void PerfectTakesEverythingBack() =>
        Assert.Equal(new LinkSettings(), LineCommand.Apply(new LinkSettings { Loss = 1, IsUp = false }, ["perfect"]));
}
