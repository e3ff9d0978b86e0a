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
        if (!File.Exists(path))
        {
            Create(directory, path);
        }

        byte[] key = File.ReadAllBytes(path);
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

    /// <summary>Whole or not at all, and never over a key that another process has made meanwhile.</summary>
    private static void Create(string directory, string path)
    {
        string draft = Path.Combine(directory, $"{FileName}.{Guid.NewGuid():N}");
        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            create.UnixCreateMode = OwnerOnly;
        }

        using (var file = new FileStream(draft, create))
        {
            file.Write(RandomNumberGenerator.GetBytes(Size));
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
