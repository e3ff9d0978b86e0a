using Hearth.Rooms.Identity;
using Hearth.Rooms.Limits;
using Hearth.Rooms.Tokens;

namespace Hearth.Rooms.Tests;

public sealed class LimitsTests
{
    private static readonly ClientAddress Home = new(1);
    private static readonly ClientAddress Elsewhere = new(2);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void BucketGivesItsBurstThenItsRate()
    {
        var rate = new Rate(10, 5);
        var bucket = new TokenBucket(rate, default);

        Assert.Equal(10, Enumerable.Range(0, 20).Count(_ => bucket.TryTake(rate, default)));
        Assert.Equal(5, Enumerable.Range(0, 20).Count(_ => bucket.TryTake(rate, Second)));
        Assert.Equal(10, Enumerable.Range(0, 20).Count(_ => bucket.TryTake(rate, 100 * Second)));
    }

    [Fact]
    public void ClockThatGoesBackGivesNothing()
    {
        var rate = new Rate(1, 1);
        var bucket = new TokenBucket(rate, 10 * Second);
        Assert.True(bucket.TryTake(rate, 10 * Second));

        Assert.False(bucket.TryTake(rate, Second));
        Assert.False(bucket.TryTake(rate, 1.5 * Second));
    }

    [Fact]
    public void FailuresSlowTheirOwnAddressOnly()
    {
        var ledger = new AddressLedger(AddressLimits.Default);
        for (int i = 0; i < 12; i++)
        {
            Assert.True(ledger.MayTry(Home, default));
            ledger.ChargeFailure(Home, default);
        }

        Assert.False(ledger.MayTry(Home, default));
        Assert.False(ledger.TryEnter(Home, default));
        Assert.True(ledger.TryEnter(Elsewhere, default));
        Assert.True(ledger.TryEnter(Home, 5 * Second));
    }

    [Fact]
    public void AddressesThatUseNothingAreForgotten()
    {
        var ledger = new AddressLedger(AddressLimits.Default);
        ledger.TryConnect(Home, default);
        for (uint i = 0; i < 100_000; i++)
        {
            ledger.TryRequest(new ClientAddress(1000 + i), TimeSpan.FromMilliseconds(i));
        }

        Assert.True(ledger.Count < 5000, $"{ledger.Count} are kept");
        ledger.Disconnect(Home);
    }

    [Fact]
    public void RoomsPerAddressAndPerServerAreBoundedAndGivenBack()
    {
        var ledger = new AddressLedger(AddressLimits.Default with { Rooms = 2 });
        RoomDirectory<Room> directory = Directory(ledger, maxRooms: 3);

        Assert.Null(Create(directory, Home, "a"));
        Assert.Null(Create(directory, Home, "b"));
        Assert.Equal("too-many-rooms", Create(directory, Home, "c"));
        Assert.Null(Create(directory, Elsewhere, "c"));
        Assert.Equal("server-full", Create(directory, Elsewhere, "d"));
        Assert.Equal("room-exists", Create(directory, Elsewhere, "a"));
        RoomId id = Ids.Room("a");
        directory.Remove(id);

        Assert.Null(Create(directory, Home, "d"));
    }

    [Fact]
    public void RoomsMadeAgainFromTokensCountAsWell()
    {
        var ledger = new AddressLedger(AddressLimits.Default with { Rooms = 2 });
        RoomDirectory<Room> directory = Directory(ledger, maxRooms: 10);

        Assert.Null(Reopen(directory, Home, "a"));
        Assert.Null(Reopen(directory, Home, "b"));
        Assert.Null(Reopen(directory, Home, "a"));
        Assert.Equal("too-many-rooms", Reopen(directory, Home, "c"));
        Assert.Null(Reopen(directory, Elsewhere, "c"));
        directory.Remove(Ids.Room("a"));

        Assert.Null(Reopen(directory, Home, "d"));
    }

    [Fact]
    public void RoomIsOpenedOnceAndForItsOwnKeyOnly()
    {
        RoomDirectory<Room> directory = Directory(new AddressLedger(AddressLimits.Default), maxRooms: 3);
        var verifier = Verifier.From(new byte[32]);
        RoomId id = RoomId.Of(verifier);

        Assert.Null(directory.Open(default, Home, id, verifier, out Room? first));
        Assert.Null(directory.Open(default, Elsewhere, id, Verifier.From(new byte[32]), out Room? second));

        Assert.Same(first, second);
        // Two keys whose ids are the same do not open each other's room.
        var other = Verifier.From([1, .. new byte[31]]);
        Assert.Equal("wrong-proof", directory.Open(default, Home, id, other, out _)?.Code);
        Assert.NotNull(directory.Find(id, other, out bool maySee));
        Assert.False(maySee);
        directory.Find(id, null, out maySee);
        Assert.False(maySee);
        directory.Find(id, verifier, out maySee);
        Assert.True(maySee);
    }

    private static string? Create(RoomDirectory<Room> directory, ClientAddress address, string name)
    {
        Assert.True(RoomId.TryParse(name, out RoomId id));
        return directory.Create(default, address, id, null, out _)?.Code;
    }

    private static string? Reopen(RoomDirectory<Room> directory, ClientAddress address, string name)
    {
        var token = new PlaceToken(
            Run: 0, Serial: 1, default, Ids.Room(name), null, MemberId.Make(new SeededRandomness(1)), "Anna", default);
        return directory.Reopen(default, address, token, out _)?.Code;
    }

    private static RoomDirectory<Room> Directory(AddressLedger ledger, int maxRooms) => new(
        new RoomSettings(), maxRooms, new PlaceTokens(new byte[32], 1), new SeededRandomness(1), ledger, room => room);
}
