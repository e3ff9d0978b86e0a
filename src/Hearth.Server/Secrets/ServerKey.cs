using System.Security.Cryptography;

namespace Hearth.Server.Secrets;

/// <summary>
/// The one secret of a server, from which the keys of its tokens are derived. Lives in the data directory, so that
/// places outlive the process.
/// </summary>
internal static class ServerKey
{
    private const int Size = 32;
    private const string FileName = "server.key";

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
        byte[] key = SecretFile.Open(directory, FileName, static () => RandomNumberGenerator.GetBytes(Size));
        return key.Length == Size
            ? key
            : throw new IOException(
                $"{Path.Combine(directory, FileName)} has {key.Length} bytes; a key has {Size}. Restore it, or remove it and lose all places.");
    }
}
