namespace Hearth.Server.Secrets;

/// <summary>
/// A secret in the data directory, made once and kept. Readable by its owner only. Servers that start together share
/// the secret of one of them.
/// </summary>
internal static class SecretFile
{
    private const int LockAttempts = 100;
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(20);
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Reads the secret; makes directory and secret where there are none yet.</summary>
    /// <exception cref="IOException">The directory or the file cannot be used.</exception>
    public static byte[] Open(string directory, string fileName, Func<byte[]> make)
    {
        MakeDirectory(directory);
        string path = Path.Combine(directory, fileName);
        if (new FileInfo(path) is not { Exists: true, Length: > 0 })
        {
            Create(path, make);
        }

        using FileStream file = OpenInTurn(path, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.Read });
        byte[] secret = new byte[file.Length];
        file.ReadExactly(secret);
        return secret;
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

    /// <summary>One write of the whole, by whoever locks the empty file first. A file left empty by a crash counts as none.</summary>
    private static void Create(string path, Func<byte[]> make)
    {
        using FileStream file = Lock(path);
        if (file.Length == 0)
        {
            file.Write(make());
            file.Flush(flushToDisk: true);
        }
    }

    /// <summary>A file of its owner's only, made where there is none, and locked until it is closed.</summary>
    public static FileStream Lock(string path)
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
