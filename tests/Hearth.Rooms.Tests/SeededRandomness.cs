using System.Security.Cryptography;

namespace Hearth.Rooms.Tests;

/// <summary>The same bytes in every run of a test.</summary>
internal sealed class SeededRandomness(int seed) : RandomNumberGenerator
{
    private readonly Random _random = new(seed);

    public override void GetBytes(byte[] data) => _random.NextBytes(data);

    public override void GetBytes(Span<byte> data) => _random.NextBytes(data);
}
