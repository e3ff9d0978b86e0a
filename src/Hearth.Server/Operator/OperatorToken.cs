using System.Security.Cryptography;
using System.Text;
using Hearth.Server.Secrets;

namespace Hearth.Server.Operator;

/// <summary>
/// What an operator shows to read <c>/metrics</c>: <c>Hearth:Operator:Token</c>, or one that is made and kept in the data
/// directory. Compared in constant time and never logged.
/// </summary>
internal sealed class OperatorToken(string token)
{
    public const string FileName = "operator.token";

    private const string Scheme = "Bearer ";

    private readonly byte[] _hash = SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>The token set, or the one in the directory, made there when there is none.</summary>
    /// <exception cref="IOException">The directory cannot be used.</exception>
    public static OperatorToken Open(string configured, string directory) =>
        new(configured.Length > 0 ? configured : Encoding.ASCII.GetString(SecretFile.Open(directory, FileName, Make)).Trim());

    /// <summary>Whether the value of an <c>Authorization</c> header carries the token.</summary>
    public bool IsIn(string? authorization) =>
        authorization is not null
        && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(authorization[Scheme.Length..].Trim())), _hash);

    /// <summary>A line of text: an operator copies it.</summary>
    private static byte[] Make() => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)) + "\n");
}
