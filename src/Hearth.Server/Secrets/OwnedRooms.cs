using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Hearth.Rooms.Identity;

namespace Hearth.Server.Secrets;

/// <summary>
/// The rooms whose owner token has been handed out, so that nobody gets one a second time: neither when the room has
/// been empty, nor after a restart. Kept in the data directory as keyed hashes, which name no room. Bounded: two files,
/// and when the newer one is full the older one is forgotten.
/// </summary>
internal sealed class OwnedRooms
{
    private const string FileName = "owned-rooms";
    private const string OlderFileName = "owned-rooms.older";
    private const int RecordSize = 16;

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly string _olderPath;
    private readonly int _perFile;
    private readonly byte[] _key = new byte[HMACSHA256.HashSizeInBytes];
    private readonly HashSet<UInt128> _newer = [];
    private readonly HashSet<UInt128> _older = [];

    /// <summary>How much of the newer file is in memory; another server on the same directory may have added to it.</summary>
    private long _read;

    /// <summary>The first record of the newer file: another one means that another server has begun a new file.</summary>
    private UInt128 _first;

    /// <param name="directory">Exists already.</param>
    /// <param name="serverKey">The secret in the data directory.</param>
    /// <param name="capacity">At least half as many rooms are remembered.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public OwnedRooms(string directory, ReadOnlySpan<byte> serverKey, int capacity)
    {
        _path = Path.Combine(directory, FileName);
        _olderPath = Path.Combine(directory, OlderFileName);
        _perFile = Math.Max(1, capacity / 2);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, serverKey, _key, default, "hearth/1 owned rooms"u8);
        ReadOlder();
        if (File.Exists(_path))
        {
            using FileStream file = SecretFile.Lock(_path);
            ReadOn(file);
        }
    }

    public bool Contains(RoomId room)
    {
        lock (_lock)
        {
            return IsKnown(RecordOf(room));
        }
    }

    /// <summary>False: its token has been handed out already. When this returns the record is on the disk.</summary>
    /// <exception cref="IOException">It cannot be kept; then no token must be handed out.</exception>
    public bool TryAdd(RoomId room)
    {
        lock (_lock)
        {
            UInt128 record = RecordOf(room);
            using FileStream file = SecretFile.Lock(_path);
            if (_read > 0 && (file.Length < _read || FirstOf(file) != _first))
            {
                _newer.Clear();
                _read = 0;
                ReadOlder();
            }

            ReadOn(file);
            if (IsKnown(record))
            {
                return false;
            }

            Append(file, record);
            if (_newer.Count >= _perFile)
            {
                BeginNewFile();
            }

            return true;
        }
    }

    private void Append(FileStream file, UInt128 record)
    {
        Span<byte> bytes = stackalloc byte[RecordSize];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, record);
        file.Position = _read;
        file.Write(bytes);
        file.Flush(flushToDisk: true);
        _first = _read == 0 ? record : _first;
        _read += RecordSize;
        _newer.Add(record);
    }

    private bool IsKnown(UInt128 record) => _newer.Contains(record) || _older.Contains(record);

    private UInt128 RecordOf(RoomId room) =>
        BinaryPrimitives.ReadUInt128BigEndian(HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(room.Value)));

    /// <summary>What a crash cut off at the end is no record, and is written over.</summary>
    private void ReadOn(FileStream file)
    {
        file.Position = _read;
        byte[] bytes = new byte[(file.Length - _read) / RecordSize * RecordSize];
        file.ReadExactly(bytes);
        Take(bytes, _newer);
        _first = _read == 0 && bytes.Length > 0 ? BinaryPrimitives.ReadUInt128BigEndian(bytes) : _first;
        _read += bytes.Length;
    }

    private static UInt128 FirstOf(FileStream file)
    {
        Span<byte> bytes = stackalloc byte[RecordSize];
        file.Position = 0;
        file.ReadExactly(bytes);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private void ReadOlder()
    {
        _older.Clear();
        if (File.Exists(_olderPath))
        {
            Take(File.ReadAllBytes(_olderPath), _older);
        }
    }

    private static void Take(ReadOnlySpan<byte> bytes, HashSet<UInt128> records)
    {
        for (; bytes.Length >= RecordSize; bytes = bytes[RecordSize..])
        {
            records.Add(BinaryPrimitives.ReadUInt128BigEndian(bytes));
        }
    }

    private void BeginNewFile()
    {
        File.Move(_path, _olderPath, overwrite: true);
        _older.Clear();
        _older.UnionWith(_newer);
        _newer.Clear();
        _read = 0;
    }
}
