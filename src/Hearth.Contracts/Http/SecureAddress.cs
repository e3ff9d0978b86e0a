using System.ComponentModel;

namespace Hearth.Contracts.Http;

[Description("The answer to `GET /api/secure-address`: how a page without https finds the one with it.")]
public sealed record SecureAddress(
    [property: Description("Where https is served, on the host that was asked; absent when it is not.")] int? Port = null,
    [property: Description("The path of the authority to trust first; absent when browsers know the certificate by themselves.")]
    string? Authority = null,
    [property: Description("SHA-256 of the authority, in hexadecimal pairs: to compare.")] string? Fingerprint = null);
