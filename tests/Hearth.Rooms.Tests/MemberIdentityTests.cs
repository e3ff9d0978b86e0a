using System.Text.Json.Nodes;
using Hearth.Contracts.Signaling;
using Hearth.Rooms.Identity;

namespace Hearth.Rooms.Tests;

/// <summary>Held against the vector that the browser's tests read too.</summary>
public sealed class MemberIdentityTests
{
    private static readonly JsonObject Vector = JsonNode.Parse(File.ReadAllText(FindVector()))!.AsObject();

    public static TheoryData<string> Wrong =>
        [.. Vector["wrong"]!.AsArray().Select(entry => entry!["name"]!.GetValue<string>())];

    [Fact]
    public void SignatureOverRoomAndAttemptShowsTheIdentity()
    {
        Assert.True(TryVerify(Vector, out string? identity));

        Assert.Equal(Text(Vector, "identity"), identity);
        Assert.Equal(
            Text(Vector, "signed"),
            Convert.ToHexStringLower(MemberIdentity.Statement(Ids.Room(Text(Vector, "room")!), Text(Vector, "attempt")!)));
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void WhatWasNotSignedLikeThatShowsNothing(string name)
    {
        JsonObject changes = Vector["wrong"]!.AsArray().Single(entry => Text(entry!.AsObject(), "name") == name)!.AsObject();
        JsonObject changed = Vector.DeepClone().AsObject();
        foreach ((string field, JsonNode? value) in changes)
        {
            changed[field] = value?.DeepClone();
        }

        Assert.False(TryVerify(changed, out string? identity));
        Assert.Null(identity);
    }

    [Fact]
    public void DamagedKeysAndSignaturesNeverThrow()
    {
        var random = new Random(1);
        string key = Text(Vector, "key")!;
        string signature = Text(Vector, "signature")!;
        RoomId room = Ids.Room(Text(Vector, "room")!);
        for (int i = 0; i < 300; i++)
        {
            var shown = new JoinIdentity(Damaged(key, random), Damaged(signature, random));

            Assert.False(MemberIdentity.TryVerify(shown, room, Text(Vector, "attempt"), out _));
        }
    }

    private static string Damaged(string text, Random random)
    {
        char[] characters = text.ToCharArray();
        characters[random.Next(characters.Length - 1)] = "AZ09-_=+/ \ud83d"[random.Next(11)];
        return new string(characters, 0, random.Next(8) == 0 ? random.Next(text.Length) : text.Length) is var damaged && damaged == text
            ? "x" + text
            : damaged;
    }

    private static bool TryVerify(JsonObject vector, out string? identity) => MemberIdentity.TryVerify(
        new JoinIdentity(Text(vector, "key")!, Text(vector, "signature")!),
        Ids.Room(Text(vector, "room")!),
        Text(vector, "attempt"),
        out identity);

    private static string? Text(JsonObject vector, string field) => vector[field]?.GetValue<string>();

    private static string FindVector()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Hearth.slnx")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine(folder.FullName, "tests", "vectors", "signaling", "identity.golden.json");
    }
}
