using System.Security.Cryptography;

namespace Hearth.Server.Secrets;

/// <summary>
/// The one secret of a server, from which the keys of its tokens are derived. Lives in the data directory, so that
/// places outlive the process. Readable by its owner only.
/// </summary>
internal static class ServerKey
{
    private const int Size = 32;
    private const string FileName = "server.key";
    private const int LockAttempts = 100;
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(20);
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// The default where none is set: <c>$XDG_DATA_HOME/hearth</c> or <c>~/.local/share/hearth</c>; null for a user
    /// without a home.
    /// </summary>
    public static string? DefaultDirectory =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify)
            is { Length: > 0 } data
            ? Path.Combine(data, "hearth")
            : null;

    /// <summary>Reads the key, and makes directory and key where there are none yet.</summary>
    /// <exception cref="IOException">The directory cannot be used, or the file is not a key.</exception>
    public static byte[] Open(string directory)
    {
        MakeDirectory(directory);
        string path = Path.Combine(directory, FileName);
        if (new FileInfo(path) is not { Exists: true, Length: > 0 })
        {
            Create(path);
        }

        using FileStream file = OpenInTurn(path, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.Read });
        byte[] key = new byte[file.Length];
        file.ReadExactly(key);
        return key.Length == Size
            ? key
            : throw new IOException($"{path} has {key.Length} bytes; a key has {Size}. Restore it, or remove it and lose all places.");
    }

    private static void MakeDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
            return;
        }

        bool isNew = !Directory.Exists(directory);
        Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
        if (isNew)
        {
            // The process's umask may have taken more away than it should.
            File.SetUnixFileMode(directory, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    /// <summary>
    /// One write of the whole key, by whoever locks the empty file first: servers that start together share the
    /// key of one of them. A file left empty by a crash counts as none.
    /// </summary>
    private static void Create(string path)
    {
        using FileStream file = Lock(path);
        if (file.Length == 0)
        {
            file.Write(RandomNumberGenerator.GetBytes(Size));
            file.Flush(flushToDisk: true);
        }
    }

    private static FileStream Lock(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return OpenInTurn(path, options);
    }

    /// <summary>Waits while another server that starts at this moment has the file locked.</summary>
    private static FileStream OpenInTurn(string path, FileStreamOptions options)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(path, options);
            }
            catch (IOException) when (attempt < LockAttempts && File.Exists(path))
            {
                Thread.Sleep(LockPause);
            }
        }
    }
}
