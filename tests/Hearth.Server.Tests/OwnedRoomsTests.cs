using Hearth.Rooms.Identity;
using Hearth.Server.Secrets;

namespace Hearth.Server.Tests;

public sealed class OwnedRoomsTests : IDisposable
{
    private static readonly byte[] Key = new byte[32];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hearth-owned-");

    private string FilePath => Path.Combine(_folder.FullName, "owned-rooms");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void RoomIsAddedOnceAlsoAfterARestart()
    {
        OwnedRooms rooms = Open();

        Assert.True(rooms.TryAdd(Room("garden")));
        Assert.False(rooms.TryAdd(Room("garden")));
        Assert.False(Open().TryAdd(Room("garden")));
        Assert.True(Open().Contains(Room("garden")));
        Assert.False(Open().Contains(Room("kitchen")));
    }

    [Fact]
    public void NoFileIsMadeBeforeThereIsARoom()
    {
        Open();

        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public void FileNamesNoRoomAndIsForItsOwnerOnly()
    {
        Open().TryAdd(Room("garden"));

        Assert.Equal(16, File.ReadAllBytes(FilePath).Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(FilePath).UnixFileMode);
        Assert.False(new OwnedRooms(_folder.FullName, [1, .. new byte[31]], 10).Contains(Room("garden")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    public void RecordThatACrashCutOffIsNone(int left)
    {
        Open().TryAdd(Room("garden"));
        Open().TryAdd(Room("kitchen"));
        using (FileStream file = File.OpenWrite(FilePath))
        {
            file.SetLength(16 + left);
        }

        OwnedRooms rooms = Open();

        Assert.True(rooms.Contains(Room("garden")));
        Assert.True(rooms.TryAdd(Room("kitchen")));
        Assert.True(rooms.TryAdd(Room("hall")));
        OwnedRooms again = Open();
        Assert.All(["garden", "kitchen", "hall"], name => Assert.True(again.Contains(Room(name))));
    }

    [Fact]
    public void OldestAreForgottenAndNeverMoreThanHalf()
    {
        OwnedRooms rooms = Open(capacity: 20);
        for (int i = 0; i < 95; i++)
        {
            Assert.True(rooms.TryAdd(Room($"room-{i}")));
        }

        foreach (OwnedRooms one in (OwnedRooms[])[rooms, Open(capacity: 20)])
        {
            Assert.Equal(15, Enumerable.Range(0, 95).Count(i => one.Contains(Room($"room-{i}"))));
            Assert.True(one.Contains(Room("room-94")));
            Assert.True(one.Contains(Room("room-80")));
        }

        Assert.Equal(15 * 16, _folder.GetFiles().Sum(file => file.Length));
    }

    [Fact]
    public void TwoServersOnOneDirectoryKnowOfEachOther()
    {
        OwnedRooms first = Open(capacity: 8);
        OwnedRooms second = Open(capacity: 8);
        for (int i = 0; i < 11; i++)
        {
            Assert.True((i % 2 == 0 ? first : second).TryAdd(Room($"room-{i}")));
            Assert.False((i % 2 == 0 ? second : first).TryAdd(Room($"room-{i}")));
        }

        for (int i = 11; i < 17; i++)
        {
            Assert.True(second.TryAdd(Room($"room-{i}")));
        }

        Assert.False(first.TryAdd(Room("room-15")));
    }

    [Fact]
    public async Task OnlyOneOfManyAtOnceGetsIt()
    {
        OwnedRooms rooms = Open();

        bool[] added = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => rooms.TryAdd(Room("garden")))));

        Assert.Single(added, isAdded => isAdded);
    }

    private OwnedRooms Open(int capacity = 1000) => new(_folder.FullName, Key, capacity);

    private static RoomId Room(string text) =>
        RoomId.TryParse(text, out RoomId id) ? id : throw new ArgumentException($"{text} is no id.", nameof(text));
}
