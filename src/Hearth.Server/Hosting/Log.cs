namespace Hearth.Server.Hosting;

/// <summary>
/// Everything the server logs; event ids 1-99 belong to this file. No message carries a token, a proof, a name or
/// a room.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "A defect ended one connection; its member left the room")]
    public static partial void ConnectionFault(ILogger logger, Exception exception);

    [LoggerMessage(2, LogLevel.Error, "A defect was caught in a room's timer")]
    public static partial void RoomFault(ILogger logger, Exception exception);

    [LoggerMessage(3, LogLevel.Warning, "Refused a page of {Origin} at /signal. To let it in, add it to Hearth:AllowedOrigins")]
    public static partial void OriginRefused(ILogger logger, string origin);

    [LoggerMessage(4, LogLevel.Warning, "Requests carry X-Forwarded-For, but Hearth:TrustedProxies is empty: all of them count as one address, and share its limits")]
    public static partial void ForwardedHeadersIgnored(ILogger logger);

    [LoggerMessage(5, LogLevel.Warning, "One address has reached Hearth:Signaling:ConnectionsPerAddress")]
    public static partial void AddressFull(ILogger logger);

    [LoggerMessage(6, LogLevel.Warning, "The server has reached Hearth:Signaling:Connections")]
    public static partial void ServerFull(ILogger logger);

    [LoggerMessage(20, LogLevel.Warning, "Requests come from an address in Hearth:TrustedProxies without X-Forwarded-For: all of them count as one address, and share its limits")]
    public static partial void ForwardedHeadersMissing(ILogger logger);

    [LoggerMessage(30, LogLevel.Information, "Https has a new certificate, good until {Until:yyyy-MM-dd}")]
    public static partial void CertificateReplaced(ILogger logger, DateTime until);

    [LoggerMessage(31, LogLevel.Error, "The new certificate cannot be used, and the one before is served on. {Problem}")]
    public static partial void CertificateRefused(ILogger logger, string problem);

    [LoggerMessage(32, LogLevel.Warning, "The certificate of https has expired on {Until:yyyy-MM-dd}: browsers refuse it. Put a new one in the place of Hearth:Https:CertificatePath")]
    public static partial void CertificateExpired(ILogger logger, DateTime until);

    [LoggerMessage(33, LogLevel.Error, "A defect was caught while looking after the certificate of https; it is served on")]
    public static partial void CertificateFault(ILogger logger, Exception exception);

    [LoggerMessage(40, LogLevel.Error, "A room was made, but Hearth:DataDirectory does not take who owns it, so nobody does. {Problem}")]
    public static partial void OwnerNotKept(ILogger logger, string problem);
}
