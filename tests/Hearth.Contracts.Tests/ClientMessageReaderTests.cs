using System.Text;
using Hearth.Contracts.Signaling;

namespace Hearth.Contracts.Tests;

public sealed class ClientMessageReaderTests
{
    [Theory]
    [InlineData("""{"a" :  [1, 2.50, 1e5 ] }""")]
    [InlineData("""  "esc\u0061ped \/ text"   """)]
    [InlineData("null")]
    [InlineData("1.000")]
    public void KeepsTheBytesOfASignal(string data)
    {
        byte[] frame = Encoding.UTF8.GetBytes($$"""{"type":"signal","to":"x","data":{{data}}}""");

        Assert.True(ClientMessageReader.TryRead(frame, out ClientMessage? message, out _));

        Assert.Equal(data.Trim(), Encoding.UTF8.GetString(Assert.IsType<Signal>(message).Data.Utf8.Span));
    }

    [Theory]
    [InlineData("""{"type":"join","protocol":1,"room":"garden"}""", "name")]
    [InlineData("""{"type":"resume","token":"x"}""", "lastSeq")]
    [InlineData("""{"type":"update","state":{"microphone":1}}""", "state.microphone")]
    [InlineData("""{"type":"signal","to":7,"data":1}""", "to")]
    public void NamesTheFieldThatIsWrong(string frame, string field)
    {
        Assert.False(ClientMessageReader.TryRead(Encoding.UTF8.GetBytes(frame), out _, out MessageFault? fault));

        Assert.Contains($"The field {field} ", fault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NeverRepeatsTheSendersTextInAnError()
    {
        byte[] frame = Encoding.UTF8.GetBytes("""{"type":"<script>","seq":1}""");

        ClientMessageReader.TryRead(frame, out _, out MessageFault? fault);

        Assert.DoesNotContain("script", fault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RandomBytesNeverThrow()
    {
        var random = new Random(1);
        byte[] frame = new byte[64];
        for (int i = 0; i < 20_000; i++)
        {
            Span<byte> bytes = frame.AsSpan(0, random.Next(frame.Length));
            random.NextBytes(bytes);
            ClientMessageReader.TryRead(frame.AsMemory(0, bytes.Length), out _, out _);
        }
    }

    [Fact]
    public void DamagedMessagesNeverThrowAndAlwaysHaveACode()
    {
        var random = new Random(2);
        byte[][] seeds = [.. GoldenMessages.Read("client.golden.json", "valid").Select(GoldenMessages.Frame)];
        for (int i = 0; i < 20_000; i++)
        {
            byte[] frame = [.. seeds[random.Next(seeds.Length)]];
            for (int damage = random.Next(4); damage >= 0; damage--)
            {
                frame[random.Next(frame.Length)] = "{}[]\",:\\ud0123-e \xff\0"u8[random.Next(20)];
            }

            bool read = ClientMessageReader.TryRead(frame, out ClientMessage? message, out MessageFault? fault);

            Assert.Equal(read, message is not null);
            Assert.Equal(read, fault is null);
        }
    }

    [Theory]
    [InlineData("""{"\ud800":1,"seq":7,"data":"cut""", null)]
    [InlineData("""{"s\udc00":1,"seq":7,"data":"cut""", null)]
    [InlineData("""{"type":"signal","seq":7,"data":"cut""", 7)]
    public void BeginningOfAMessageNeverThrows(string beginning, int? seq) =>
        Assert.Equal(seq, (int?)ClientMessageReader.FindSequence(Encoding.UTF8.GetBytes(beginning)));

    [Fact]
    public void HalvesOfCharactersNeverThrowWhereverTheyStand()
    {
        byte[][] seeds = [.. GoldenMessages.Read("client.golden.json", "valid").Select(GoldenMessages.Frame)];
        foreach (byte[] seed in seeds)
        {
            for (int i = 0; i <= seed.Length; i++)
            {
                byte[] frame = [.. seed[..i], .. "\\ud800"u8, .. seed[i..]];

                bool read = ClientMessageReader.TryRead(frame, out _, out MessageFault? fault);

                Assert.Equal(read, fault is null);
                ClientMessageReader.FindSequence(frame);
            }
        }
    }
}
