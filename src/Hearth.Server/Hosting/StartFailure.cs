namespace Hearth.Server.Hosting;

/// <summary>The environment does not let the server start; the message says which setting to change.</summary>
internal sealed class StartFailure(string message) : Exception(message);
