using System.Net.Sockets;
using Hearth.Server.Hosting;
using Hearth.Server.Https;
using Hearth.Server.Operator;
using Hearth.Server.Options;
using Microsoft.AspNetCore.Connections;

try
{
    args = HttpsSetup.Expand(args);
    if (args.Contains(ConfigurationCheck.Switch))
    {
        return ConfigurationCheck.Run([.. args.Where(arg => arg != ConfigurationCheck.Switch)], Console.Out);
    }

    WebApplication app = ServerApplication.Build(args);
    await using (app)
    {
        await app.StartAsync();
        foreach (string line in Greeting.Lines(app))
        {
            Console.WriteLine(line);
        }

        if (app.Services.GetService<OperatorListener>()?.Address is { } address)
        {
            Console.WriteLine($"Its metrics are at {address}/metrics");
        }

        Console.WriteLine($"Its secrets are in {app.Services.GetRequiredService<HearthOptions>().DataDirectory}");
        await app.WaitForShutdownAsync();
    }

    return 0;
}
catch (StartFailure e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
catch (IOException e) when (e.InnerException is AddressInUseException)
{
    string other = e.Message.Contains("https://", StringComparison.Ordinal)
        ? "port for https: --Hearth:Https:Port=8444"
        : "address: --urls http://localhost:8081";
    Console.Error.WriteLine($"{e.Message.TrimEnd('.')}. Choose another {other}");
    return 1;
}
catch (Exception e) when (e is SocketException or FormatException
    || (e is IOException && e.InnerException is SocketException))
{
    Console.Error.WriteLine($"Hearth cannot listen: {e.Message} The setting is --urls, such as http://localhost:8080.");
    return 1;
}
