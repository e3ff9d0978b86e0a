using System.Net;
using System.Security.Cryptography;
using System.Text;
using Hearth.Contracts.Signaling;
using Hearth.Rooms.Identity;
using Hearth.Rooms.Limits;
using Hearth.Rooms.Tokens;

namespace Hearth.Rooms.Tests;

public sealed class IdentityTests
{
    [Theory]
    [InlineData("garden", RoomKind.Named)]
    [InlineData("a", RoomKind.Named)]
    [InlineData("team_7-b", RoomKind.Named)]
    [InlineData("abandon-ability-able-about", RoomKind.Keyed)]
    [InlineData("abandon-ability-able", RoomKind.Named)]
    [InlineData("abandon-ability-able-about-above", RoomKind.Named)]
    [InlineData("abandon-ability-able-abouts", RoomKind.Named)]
    [InlineData("zoo-zoo-zoo-zoo", RoomKind.Keyed)]
    public void FormOfAnIdSaysItsKind(string text, RoomKind kind)
    {
        Assert.True(RoomId.TryParse(text, out RoomId id));
        Assert.Equal((text, kind), (id.Value, id.Kind));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-garden")]
    [InlineData("garden_")]
    [InlineData("Garden")]
    [InlineData("gar den")]
    [InlineData("gärten")]
    [InlineData("garden/..")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void WhatIsNoIdIsRefused(string text) => Assert.False(RoomId.TryParse(text, out _));

    [Fact]
    public void KeyedIdIsTheFirst44BitsOfTheVerifiersHash()
    {
        var verifier = Verifier.From(SHA256.HashData("proof"u8));
        byte[] hash = SHA256.HashData(verifier.Span);
        long bits = 0;
        for (int i = 0; i < 6; i++)
        {
            bits = (bits << 8) | hash[i];
        }

        bits >>= 4;
        string[] expected = [.. Enumerable.Range(0, 4).Select(i => WordList.At((int)(bits >> (33 - (11 * i))) & 2047))];

        RoomId id = RoomId.Of(verifier);

        Assert.Equal(string.Join('-', expected), id.Value);
        Assert.True(RoomId.TryParse(id.Value, out RoomId parsed));
        Assert.Equal(id, parsed);
    }

    [Fact]
    public void RandomIdIsNeverMistakenForAKeyedOne()
    {
        var randomness = new SeededRandomness(3);
        for (int i = 0; i < 1000; i++)
        {
            Assert.True(RoomId.TryParse(RoomId.Random(randomness).Value, out RoomId id));
            Assert.Equal(RoomKind.Named, id.Kind);
        }
    }

    [Fact]
    public void ProofOfAnotherRoomIsWrongAndNoneIsMissing()
    {
        string proof = Convert.ToBase64String(new byte[32]).TrimEnd('=');
        Verifier.TryFromProof(proof, out Verifier? verifier);
        RoomId own = RoomId.Of(verifier!);
        RoomId other = Ids.Room("zoo-zoo-zoo-zoo");

        Assert.Null(RoomDoor.CheckProof(own, proof, out _));
        Assert.Equal("wrong-proof", RoomDoor.CheckProof(other, proof, out _)?.Code);
        Assert.Equal("wrong-proof", RoomDoor.CheckProof(own, "!", out _)?.Code);
        Assert.Equal("key-required", RoomDoor.CheckProof(own, null, out _)?.Code);
    }

    [Theory]
    [InlineData("Anna", "Anna")]
    [InlineData("  Anna\t", "Anna")]
    [InlineData("Zoe\u0308", "Zo\u00EB")]
    [InlineData("👩🏽‍🚀", "👩🏽‍🚀")]
    [InlineData("❤️‍🔥", "❤️‍🔥")]
    [InlineData("名前", "名前")]
    public void NamesAreTrimmedAndComposed(string text, string expected)
    {
        Assert.True(MemberName.TryNormalize(text, 40, out string name));
        Assert.Equal(expected, name);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    [InlineData("a\nb")]
    [InlineData("a\u0000b")]
    [InlineData("a\u200Bb")]
    [InlineData("a\u200Db")]
    [InlineData("👩\u200D")]
    [InlineData("\u202Eanna")]
    [InlineData("a\u2028b")]
    [InlineData("\uE000")]
    public void NamesThatHideOrBreakTextAreRefused(string text) =>
        Assert.False(MemberName.TryNormalize(text, 40, out _));

    [Fact]
    public void HalfASurrogatePairIsNoName() => Assert.False(MemberName.TryNormalize("a\uD83D", 40, out _));

    [Fact]
    public void CharactersThatAreNoneAreNoName()
    {
        for (int code = 0xFFF0; code <= 0xFFFF; code++)
        {
            _ = MemberName.TryNormalize($"a{(char)code}", 40, out _);
        }

        Assert.False(MemberName.TryNormalize("a\uFFFE", 40, out _));
        Assert.False(MemberName.TryNormalize("a\uFFFF", 40, out _));
        Assert.False(MemberName.TryNormalize("a\uFDD0", 40, out _));
        Assert.False(MemberName.TryNormalize("a\U0001FFFE", 40, out _));
    }

    [Fact]
    public void NamesAreCountedInCodePoints()
    {
        Assert.True(MemberName.TryNormalize(string.Concat(Enumerable.Repeat("🔥", 40)), 40, out _));
        Assert.False(MemberName.TryNormalize(new string('a', 41), 40, out _));
    }

    [Fact]
    public void PlaceTokenIsReadAsWritten()
    {
        var tokens = new PlaceTokens(new byte[32], run: 7);
        var verifier = Verifier.From(SHA256.HashData("proof"u8));
        var token = new PlaceToken(
            7, 8, DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), RoomId.Of(verifier), verifier,
            MemberId.Make(new SeededRandomness(1)), "Zoë 🔥", Device.Tablet, verifier.ToString(), IsOwner: true);

        Assert.True(tokens.TryRead(tokens.Write(token), out PlaceToken? read));

        Assert.True(read!.Verifier!.Matches(verifier));
        Assert.Equal(token, read with { Verifier = verifier });
    }

    [Fact]
    public void NoChangedOrForeignTokenIsRead()
    {
        var tokens = new PlaceTokens(new byte[32], run: 1);
        RoomId room = Ids.Room("garden");
        string text = tokens.Write(new PlaceToken(
            1, 2, default, room, null, MemberId.Make(new SeededRandomness(1)), "Anna", Device.Phone));
        Assert.True(tokens.TryRead(text, out _));

        for (int i = 0; i < text.Length - 1; i++)
        {
            var changed = new StringBuilder(text);
            changed[i] = text[i] == 'A' ? 'B' : 'A';
            Assert.False(tokens.TryRead(changed.ToString(), out _), $"character {i}");
        }

        Assert.False(new PlaceTokens([1, .. new byte[31]], run: 1).TryRead(text, out _));
        Assert.False(tokens.TryRead(text[..^4], out _));
        Assert.False(tokens.TryRead("", out _));
        Assert.False(tokens.TryRead("not base64!", out _));
        Assert.False(tokens.TryRead(new string('A', 100_000), out _));
    }

    [Fact]
    public void OwnerTokenBelongsToOneRoom()
    {
        var owners = new OwnerTokens(new byte[32]);
        RoomId garden = Ids.Room("garden");
        RoomId kitchen = Ids.Room("kitchen");
        string token = owners.Write(garden);

        Assert.True(owners.IsOwner(garden, token));
        Assert.False(owners.IsOwner(kitchen, token));
        Assert.False(owners.IsOwner(garden, null));
        Assert.False(new OwnerTokens([1, .. new byte[31]]).IsOwner(garden, token));
    }

    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void Ipv6CountsPerSlash64(string one, string other, bool same) =>
        Assert.Equal(same, ClientAddress.Of(IPAddress.Parse(one)) == ClientAddress.Of(IPAddress.Parse(other)));
}
